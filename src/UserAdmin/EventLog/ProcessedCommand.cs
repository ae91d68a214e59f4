namespace UserAdmin.EventLog;

/// <summary>
/// An accepted command, stored by its id so that a repeated send returns the first answer and changes nothing.
/// </summary>
internal sealed class ProcessedCommand
{
    public string CommandId { get; set; } = "";

    public string CommandName { get; set; } = "";

    public string ActorId { get; set; } = "";

    /// <summary>Hash of the command, to distinguish a repeat from another command with the same id.</summary>
    public string Fingerprint { get; set; } = "";

    public long Position { get; set; }

    public DateTimeOffset At { get; set; }
}
