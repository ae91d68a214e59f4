using UserAdmin.Attaching;
using UserAdmin.Following;

namespace UserAdmin.Web.FirstRun;

/// <summary>A database that was looked at, until a person says yes or looks at another one.</summary>
/// <param name="Id">Names it in the address of the report; the connection string never goes back to a browser.</param>
/// <param name="Connection">The connection string.</param>
/// <param name="Found">What was found.</param>
internal sealed record LookedAt(Guid Id, string Connection, Examination Found);

/// <summary>The work after a yes.</summary>
/// <param name="name">The database.</param>
internal sealed class AttachmentRun(string name)
{
    private volatile Adoption? _progress;
    private volatile string? _failure;

    /// <summary>Names it in the address of its progress, and cannot be guessed.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The database; never a password.</summary>
    public string Name => name;

    /// <summary>How far the reading of the accounts is; null before it begins.</summary>
    public Adoption? Progress
    {
        get => _progress;
        set => _progress = value;
    }

    /// <summary>Why nothing came of it, in sentences; null if it goes on or has ended well.</summary>
    public string? Failure
    {
        get => _failure;
        set => _failure = value;
    }

    /// <summary>The progress in one sentence.</summary>
    public string Text =>
        _progress is not { } progress ? T("The console’s tables are created.")
        : progress.Done < progress.Total ? T($"{progress.Done:N0} of {progress.Total:N0} accounts read.")
        : T("All accounts are read. The console starts again with this database.");
}
