namespace UserAdmin.Storage;

/// <summary>
/// Another program changed what a command changes, after the command's turn began. The command has to be repeated,
/// because it may have replaced a value that the log does not have yet.
/// </summary>
internal sealed class ObservedMeanwhileException(IReadOnlyCollection<string> subjectIds)
    : Exception("Another program has changed the same account or role at the same moment.")
{
    /// <summary>What the command is about; must be recorded before it is repeated.</summary>
    public IReadOnlyCollection<string> SubjectIds { get; } = subjectIds;
}
