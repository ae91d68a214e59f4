using System.Text.Json;
using System.Text.Json.Serialization;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;

namespace UserAdmin.Web.Startup;

/// <summary>A line given to <c>send</c>.</summary>
/// <param name="Id">The command's id, or null if the line has none.</param>
/// <param name="Command">The command; null if the line is refused.</param>
/// <param name="Reason">The reason for the command, or null.</param>
/// <param name="Refusal">The answer to a line that is not a command; otherwise null.</param>
internal sealed record SentLine(Guid? Id, ICommand? Command, string? Reason, Answered? Refusal)
{
    /// <summary>How lines and answers are written.</summary>
    public static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly Dictionary<string, Type> _commands = typeof(ICommand)
        .Assembly.GetTypes()
        .Where(type =>
            type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(ICommand)) && type != typeof(CommandSet)
        )
        .ToDictionary(type => type.Name);

    /// <summary>Reads a line.</summary>
    public static SentLine Parse(string line)
    {
        Sent? sent = null;
        try
        {
            sent = JsonSerializer.Deserialize<Sent>(line, Json);
            return
                sent?.Command is not null
                && _commands.TryGetValue(sent.Command, out var type)
                && sent.Body.ValueKind == JsonValueKind.Object
                && sent.Body.Deserialize(type, Json) is ICommand command
                ? new(sent.Id, command, sent.Reason, null)
                : Refused(
                    Answered.Not(
                        sent?.Id,
                        "send.unknown-command",
                        "There is no such command. The names are those of the command classes, such as CreateUser."
                    )
                );
        }
        catch (JsonException fault)
        {
            return Refused(Answered.Not(null, "send.not-json", $"The line is not a command as JSON: {fault.Message}"));
        }
        catch (Exception fault)
        {
            return Refused(Answered.Fault(sent?.Id, fault));
        }
    }

    private static SentLine Refused(Answered answer) => new(answer.Id, null, null, answer);

    private sealed record Sent(Guid? Id, string? Command, JsonElement Body, string? Reason);
}

/// <summary>The answer to a line.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Accepted">Its position in the log, or null.</param>
/// <param name="Refused">Why it was not accepted, or null.</param>
internal sealed record Answered(Guid? Id, long? Accepted, IReadOnlyList<Error>? Refused)
{
    /// <summary>Returns the answer to a line that is refused for one reason.</summary>
    public static Answered Not(Guid? id, string code, string message) => new(id, null, [new Error(code, message)]);

    /// <summary>
    /// Returns the answer to a command that failed. Whether it was carried out is not known, so it should be sent
    /// again.
    /// </summary>
    public static Answered Fault(Guid? id, Exception fault) =>
        Not(id, "send.fault", $"The command failed; send it again with the same id. {fault.Message}");

    /// <summary>Returns the line to print.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SentLine.Json);
}
