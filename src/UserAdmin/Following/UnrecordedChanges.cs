using System.Collections.Concurrent;

namespace UserAdmin.Following;

/// <summary>Which users and roles could not be compared with the log, and why.</summary>
internal sealed class UnrecordedChanges
{
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, string> _reasons = new();

    /// <summary>Why no change is followed at the moment; null if changes are followed.</summary>
    public string? NotFollowed { get; set; }

    /// <summary>The reasons by subject.</summary>
    public IReadOnlyDictionary<string, string> Reasons => _reasons;

    public void Add(string subjectId, string reason)
    {
        if (_reasons.Count < Most)
        {
            _reasons[subjectId] = reason;
        }
    }

    public void Forget(IEnumerable<string> subjectIds)
    {
        if (_reasons.IsEmpty)
        {
            return;
        }

        foreach (var id in subjectIds)
        {
            _reasons.TryRemove(id, out _);
        }
    }
}
