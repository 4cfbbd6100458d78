namespace ChatCompletions.Commands;

/// <summary>Asks a language model, and writes its answer.</summary>
/// <remarks>
/// <para>
/// The question is -Message, -Messages, or what is piped in: each piped text is a question of its own, piped messages
/// together are one conversation. The answer is a ChatCompletion, which is its text wherever text is wanted; with -Stream
/// it comes in chunks as the model writes it, and the last chunk holds the whole.
/// </para>
/// <para>
/// A failed call without pipeline input ends the statement, so that try and catch see it; with piped items, or a list of texts as
/// -InputObject, each failure is an error of its item, and the others go on. A wrong call is refused before anything is sent.
/// </para>
/// <para>
/// An answer that is not whole says so: its property Complete is false and there is a warning when it was cut at the token
/// limit or by a filter, when it holds a tool call whose arguments are not one JSON value, or when it contradicts itself; when
/// it broke off there is an error, whose exception holds what had come in its property Completion.
/// </para>
/// <para>
/// A request that failed can be sent again (see -NumRetries). No server offers a way to make sure that the second one is
/// not paid for as well.
/// </para>
/// <para>
/// Piping straight into Send-MailMessage cannot work: it takes piped objects for the paths of attachments, and reads -Body
/// before the pipe starts. Give the answer to its -Body, or use ForEach-Object; both are among the examples, always with
/// -Encoding utf8.
/// </para>
/// <para>
/// Get-Help about_ChatCompletion tells the rest: all that can be piped in, the properties of an answer, the names of errors,
/// and exit codes in runbooks. Get-Help about_ChatCompletion_Providers tells who is asked, and where keys are kept.
/// </para>
/// </remarks>
/// <example>
/// <para>Try it without an account</para>
/// <code>Invoke-ChatCompletion 'Why is the sky blue?' -Provider Mock</code>
/// <para>Mock is built in and needs no network. It makes its answers up, so that scripts can be tried; the same question always gets the same one.</para>
/// </example>
/// <example>
/// <para>Ask, and use the answer as text</para>
/// <code>
/// $answer = Invoke-ChatCompletion 'Name three causes of a full disk.'
/// "The model says: $answer"
/// $answer.TotalTokens
/// </code>
/// <para>OpenAI is asked with the key in the environment variable OPENAI_API_KEY, unless Set-ChatProvider has named another default. The answer is an object, and text wherever text is wanted.</para>
/// </example>
/// <example>
/// <para>Show an answer while it is written</para>
/// <code>
/// Invoke-ChatCompletion 'Tell a story.' -Stream |
///     Show-ChatCompletion
/// </code>
/// <para>Each chunk brings the next piece of the text. Ctrl+C ends the request at once.</para>
/// </example>
/// <example>
/// <para>Ask a question for each row of a CSV</para>
/// <code>
/// Import-Csv tickets.csv |
///     ForEach-Object { "Classify in one word: $($_.Subject)" } |
///     Invoke-ChatCompletion -Temperature 0 |
///     Select-Object InputObject, Content, Complete, TotalTokens |
///     Export-Csv answers.csv
/// </code>
/// <para>Each piped text is a question of its own, and stands beside its answer in the property InputObject. A question that fails is an error, and the others go on.</para>
/// </example>
/// <example>
/// <para>Go on after an interruption, without paying twice</para>
/// <code>
/// $ask = { "Classify in one word: $($_.Subject)" }
/// Import-Csv tickets.csv |
///     Invoke-ChatCompletion $ask -JournalPath tickets.jsonl |
///     Select-Object { $_.InputObject.Subject }, Content |
///     Export-Csv answers.csv
/// Get-ChatJournal tickets.jsonl -Summary
/// </code>
/// <para>Each answer is in tickets.jsonl before it goes down the pipeline. However the run ends, the same command asks only what is not answered there, and writes all rows. Prompts and answers are in the file in clear, keys are not.</para>
/// </example>
/// <example>
/// <para>Continue a conversation</para>
/// <code>
/// $answer = Invoke-ChatCompletion 'What is a runbook?'
/// $answer = $answer | Invoke-ChatCompletion 'And who runs it?'
/// $answer.History
/// </code>
/// <para>A server remembers nothing: each call sends the whole conversation again. An answer knows its own, in the property History.</para>
/// </example>
/// <example>
/// <para>Read a transcript</para>
/// <code>
/// $rows = Import-Csv transcript.csv
/// Invoke-ChatCompletion 'Who agreed?' -History $rows -AssistantAuthor Bot
/// </code>
/// <para>The rows have the columns author and text. What Bot wrote becomes the assistant's, what all others wrote the user's.</para>
/// </example>
/// <example>
/// <para>Ask a server of your own</para>
/// <code>Invoke-ChatCompletion 'Hello?' -ApiBase http://localhost:8080/v1 -Model any</code>
/// <para>Without -Provider no key is sent. A server that needs one is set up once with Set-ChatProvider.</para>
/// </example>
/// <example>
/// <para>Make a table of what the answers say</para>
/// <code>
/// Import-Csv tickets.csv |
///     Invoke-ChatCompletion { "Sum up: $($_.Subject)" } -As 'what:string' |
///     ForEach-Object Value |
///     Export-Csv answers.csv
/// </code>
/// <para>-As names the fields of the answer, more of them with commas between, such as 'severity:int' or 'team:network|storage'. Each answer is held to them, and its property Value is an object that has them. One that breaks a rule is an error of its item.</para>
/// </example>
/// <example>
/// <para>Get instances of a class</para>
/// <code>
/// class Ticket {
///     [ComponentModel.Description('In five words')] [string] $Title
///     [ValidateSet('low', 'high')] [string] $Severity
///     [Nullable[datetime]] $Since
/// }
/// $question = 'Disk full on web1 since noon, no backup for days.'
/// $answer = Invoke-ChatCompletion $question -As ([Ticket[]]) -Provider Mock
/// $answer.Value | Where-Object Severity -EQ high
/// </code>
/// <para>The model is told of the properties, their types and their attributes. With a list of a class the value is such a list. Parentheses make PowerShell pass the type itself.</para>
/// </example>
/// <example>
/// <para>Get fields instead of prose</para>
/// <code>
/// $log = Get-Content error.log -Tail 20 | Out-String
/// $question = "What failed when? Answer as JSON with what and when.`n$log"
/// $answer = Invoke-ChatCompletion $question -ResponseFormat json_object
/// $answer.Content | ConvertFrom-Json
/// </code>
/// <para>With json_object the question has to ask for JSON; most servers check that.</para>
/// </example>
/// <example>
/// <para>Mail an answer</para>
/// <code>
/// $mail = @{
///     SmtpServer = 'smtp.example.com'
///     From       = 'ops@example.com'
///     To         = 'team@example.com'
///     Subject    = 'Last night'
///     Encoding   = 'utf8'
/// }
/// $question = "Sum up in three sentences:`n$(Get-Content report.txt -Raw)"
/// Send-MailMessage @mail -Body (Invoke-ChatCompletion $question)
/// </code>
/// <para>When the question fails the statement ends there, and no mail is sent. An answer that was cut at the token limit is sent, with a warning; the next example keeps it back.</para>
/// </example>
/// <example>
/// <para>Mail each answer</para>
/// <code>
/// $mail = @{
///     SmtpServer = 'smtp.example.com'
///     From       = 'ops@example.com'
///     To         = 'team@example.com'
///     Subject    = 'Your questions'
/// }
/// Get-Content questions.txt |
///     Invoke-ChatCompletion |
///     Where-Object Complete |
///     ForEach-Object {
///         Send-MailMessage @mail -Body $_.Content -Encoding utf8
///     }
/// </code>
/// <para>A question that fails is an error and sends no mail, and an answer that is not whole is not sent. Without -Encoding utf8 all that is not ASCII arrives as question marks. Without ForEach-Object it cannot work: Send-MailMessage would take the answers for paths of attachments.</para>
/// </example>
/// <example>
/// <para>Tell a runbook's scheduler how it went</para>
/// <code>
/// $question = 'Is this alarming? Yes or no: link down on eth0'
/// try {
///     $answer = Invoke-ChatCompletion $question -TimeoutSec 120 -NumRetries 5
/// }
/// catch {
///     Write-Warning "No answer ($($_.FullyQualifiedErrorId)): $_"
///     exit 1
/// }
/// if (-not $answer.Complete) { exit 2 }
/// $answer.Content
/// </code>
/// <para>The error's id begins with a stable name, such as RateLimited, to decide by; its exception holds the StatusCode, the Code and the RequestId of the server.</para>
/// </example>
public sealed partial class InvokeChatCompletionCommand;
