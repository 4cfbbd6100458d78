using System.Management.Automation;

namespace ChatCompletions.Commands;

/// <summary>Makes a message for a conversation.</summary>
/// <remarks>
/// Nothing is sent. Pipe the messages to Invoke-ChatCompletion: together they are one conversation. Each piped text becomes a message of its
/// own; several texts given to -Content are the lines of one.
/// </remarks>
/// <example>
/// <para>Ask with instructions</para>
/// <code>
/// $messages = @(
///     New-ChatMessage 'You answer in one sentence.' -Role system
///     New-ChatMessage 'What is a runbook?'
/// )
/// $messages | Invoke-ChatCompletion
/// </code>
/// <para>Piped messages together are one conversation.</para>
/// </example>
/// <example>
/// <para>Teach by examples</para>
/// <code>
/// $examples = @(
///     New-ChatMessage 'Volume D: is at 99 %'
///     New-ChatMessage 'storage' -Role assistant
///     New-ChatMessage 'No route to host'
///     New-ChatMessage 'network' -Role assistant
/// )
/// $task = 'Classify in one word.'
/// Invoke-ChatCompletion 'Fan 2 down' -Instructions $task -History $examples
/// </code>
/// <para>The assistant's messages show the model what its answers should look like.</para>
/// </example>
/// <example>
/// <para>Send the end of a log as one message</para>
/// <code>
/// $log = New-ChatMessage (Get-Content error.log -Tail 20)
/// $log | Invoke-ChatCompletion 'What went wrong here?'
/// </code>
/// <para>Several texts given to -Content are the lines of one message; piped in, each would be a message of its own.</para>
/// </example>
/// <example>
/// <para>Give the result of a tool</para>
/// <code>New-ChatMessage '{ "FreeGB": 12 }' -Role tool -ToolCallId call_1</code>
/// <para>The id is that of the call in the ToolCalls of the answer's message. The result goes into the conversation right after that message.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "ChatMessage")]
[OutputType(typeof(ChatMessage))]
public sealed class NewChatMessageCommand : ChatCmdlet
{
    /// <summary>The text (content), or several texts as its lines. It must not be empty.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Content { get; set; }

    /// <summary>
    /// Who speaks (role): system and developer set the model's behaviour, user asks, assistant is the model, tool is the
    /// result of a tool call; user unless given.
    /// </summary>
    /// <value>user</value>
    [Parameter]
    [ValidateSet(ChatRole.System, ChatRole.Developer, ChatRole.User, ChatRole.Assistant, ChatRole.Tool)]
    public string Role { get; set; } = ChatRole.User;

    /// <summary>The name of the speaker (name), where several share a role.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The id of the tool call that the message answers (tool_call_id); needed with role tool, and only there.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("tool_call_id")]
    public string? ToolCallId { get; set; }

    /// <summary>Refuses what does not go together.</summary>
    protected override void BeginProcessing()
    {
        var role = Role.ToLowerInvariant();
        if (role == ChatRole.Tool == (ToolCallId is not null)) return;
        ThrowTerminatingError(Errors.Record(Errors.Wrong(nameof(ToolCallId), ToolCallId is null
            ? "-Role tool needs -ToolCallId, the id of the call that the message answers."
            : "-ToolCallId goes with -Role tool only."), null));
    }

    /// <summary>Makes one message.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            WriteObject(new ChatMessage { Role = Role.ToLowerInvariant(), Content = MessageText.Read(nameof(Content), Content), Name = Name, ToolCallId = ToolCallId });
        }
        catch (ChatRequestException wrong)
        {
            var record = Errors.Record(wrong, Content);
            if (MyInvocation.ExpectingInput) WriteError(record);
            else ThrowTerminatingError(record);
        }
    }
}
