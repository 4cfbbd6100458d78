namespace ChatCompletions.Commands;

/// <summary>Asks a language model a question and returns its answer.</summary>
/// <remarks>
/// <para>
/// The question is -Message, -Messages, or the pipeline input: each piped text is one question, and piped messages together form one
/// conversation. The answer is a ChatCompletion object, which converts to its text wherever text is needed. With -Stream, the answer
/// comes in chunks while the model generates it, and the last chunk holds the whole answer.
/// </para>
/// <para>
/// Without pipeline input, a failed call ends the statement, so you can handle it with try and catch. With piped items, or a list of
/// texts as -InputObject, each failure is a non-terminating error of its item, and the others continue. An invalid call is refused before
/// anything is sent.
/// </para>
/// <para>
/// You can always tell that an answer is incomplete. If it was cut at the token limit or by a filter, if it holds a tool call whose
/// arguments are not one JSON value, or if it contradicts itself, its property Complete is false and you get a warning. If it broke off,
/// you get an error, and the exception's property Completion holds the text received so far.
/// </para>
/// <para>
/// A failed request may be retried (see -NumRetries). No server offers a way to ensure that you do not pay for both requests.
/// </para>
/// <para>
/// Piping straight into Send-MailMessage cannot work: it treats piped objects as paths of attachments, and it reads -Body before the
/// pipeline starts. Pass the answer to its -Body, or use ForEach-Object; see the examples, which all use -Encoding utf8.
/// </para>
/// <para>
/// Get-Help about_ChatCompletion describes all pipeline input, the properties of an answer, the error ids, and exit codes in runbooks.
/// Get-Help about_ChatCompletion_Providers describes how a provider is chosen and where keys are stored.
/// </para>
/// </remarks>
/// <example>
/// <para>Try it without an account</para>
/// <code>Invoke-ChatCompletion 'Why is the sky blue?' -Provider Mock</code>
/// <para>
/// Mock is built in and needs no network. It makes up its answers, so that you can test scripts; the same question always gets the same
/// answer.
/// </para>
/// </example>
/// <example>
/// <para>Ask, and use the answer as text</para>
/// <code>
/// $answer = Invoke-ChatCompletion 'Name three causes of a full disk.'
/// "The model says: $answer"
/// $answer.TotalTokens
/// </code>
/// <para>
/// This uses OpenAI with the key in the environment variable OPENAI_API_KEY, unless you set another default with Set-ChatProvider. The
/// answer is an object that converts to text wherever text is needed.
/// </para>
/// </example>
/// <example>
/// <para>Ask about each file</para>
/// <code>
/// Get-ChildItem *.log |
///     Invoke-ChatCompletion 'What went wrong here?' -FileContent |
///     Select-Object @{ n = 'File'; e = { $_.InputObject.Name } }, Content
/// </code>
/// <para>
/// Each file is one question with its text. Without -FileContent, only names, sizes and dates of the files are sent, with one question
/// about all.
/// </para>
/// </example>
/// <example>
/// <para>Show an answer while it arrives</para>
/// <code>
/// Invoke-ChatCompletion 'Tell a story.' -Stream |
///     Show-ChatCompletion
/// </code>
/// <para>Each chunk holds the next piece of the text. Ctrl+C ends the request at once.</para>
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
/// <para>
/// Each piped text is one question. The property InputObject of an answer holds its question. A question that fails is an error, and the
/// others continue.
/// </para>
/// </example>
/// <example>
/// <para>Resume after an interruption without paying twice</para>
/// <code>
/// $ask = { "Classify in one word: $($_.Subject)" }
/// Import-Csv tickets.csv |
///     Invoke-ChatCompletion $ask -JournalPath tickets.jsonl |
///     Select-Object { $_.InputObject.Subject }, Content |
///     Export-Csv answers.csv
/// Get-ChatJournal tickets.jsonl -Summary
/// </code>
/// <para>
/// Each answer is saved in tickets.jsonl before it goes down the pipeline. However the run ends, the same command sends only the questions
/// that have no answer there, and writes all rows. The file contains prompts and answers in plain text, but no keys.
/// </para>
/// </example>
/// <example>
/// <para>Continue a conversation</para>
/// <code>
/// $answer = Invoke-ChatCompletion 'What is a runbook?'
/// $answer = $answer | Invoke-ChatCompletion 'And who runs it?'
/// $answer.History
/// </code>
/// <para>
/// A server remembers nothing: each call sends the whole conversation again. The property History of an answer holds its conversation.
/// </para>
/// </example>
/// <example>
/// <para>Read a transcript</para>
/// <code>
/// $rows = Import-Csv transcript.csv
/// Invoke-ChatCompletion 'Who agreed?' -History $rows -AssistantAuthor Bot
/// </code>
/// <para>The rows have the columns author and text. Rows by Bot become the assistant's messages, all others the user's.</para>
/// </example>
/// <example>
/// <para>Use your own server</para>
/// <code>Invoke-ChatCompletion 'Hello?' -ApiBase http://localhost:8080/v1 -Model any</code>
/// <para>Without -Provider, no key is sent. If your server needs a key, set it up once with Set-ChatProvider.</para>
/// </example>
/// <example>
/// <para>Get a table of fields from the answers</para>
/// <code>
/// Import-Csv tickets.csv |
///     Invoke-ChatCompletion { "Sum up: $($_.Subject)" } -As 'what:string' |
///     ForEach-Object Value |
///     Export-Csv answers.csv
/// </code>
/// <para>
/// -As names the fields of the answer, separated by commas, such as 'severity:int' or 'team:network|storage'. Each answer is validated, and
/// its property Value is an object with these fields. An answer that breaks a rule is an error of its item.
/// </para>
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
/// <para>
/// The model receives the properties, their types and their attributes. With an array type, the value is an array. The parentheses make
/// PowerShell pass the type itself.
/// </para>
/// </example>
/// <example>
/// <para>Get fields instead of prose</para>
/// <code>
/// $log = Get-Content error.log -Tail 20 | Out-String
/// $question = "What failed when? Answer as JSON with what and when.`n$log"
/// $answer = Invoke-ChatCompletion $question -ResponseFormat json_object
/// $answer.Content | ConvertFrom-Json
/// </code>
/// <para>With json_object, the question must ask for JSON; most servers check that.</para>
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
/// <para>
/// If the question fails, the statement ends there and no mail is sent. An answer that was cut at the token limit is sent, with a warning;
/// the next example does not send it.
/// </para>
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
/// <para>
/// A question that fails is an error and sends no mail, and an incomplete answer is not sent. Without -Encoding utf8, all characters
/// outside ASCII arrive as question marks. ForEach-Object is required: Send-MailMessage would treat piped answers as paths of attachments.
/// </para>
/// </example>
/// <example>
/// <para>Report the result to a runbook's scheduler</para>
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
/// <para>
/// The error's id begins with a stable name, such as RateLimited, that your script can test. The exception holds the server's StatusCode,
/// Code and RequestId.
/// </para>
/// </example>
public sealed partial class InvokeChatCompletionCommand;
