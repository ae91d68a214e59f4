using System.Collections.Frozen;

namespace UserAdmin.Messaging;

/// <summary>What one user may do now.</summary>
/// <param name="DisplayName">Name for the history.</param>
/// <param name="Permissions">Permissions of all the user's roles together.</param>
internal sealed record Access(string DisplayName, FrozenSet<string> Permissions)
{
    /// <summary>What a person without an account here may do.</summary>
    public static Access Nothing { get; } = new("Anonymous", FrozenSet<string>.Empty);
}

/// <summary>Answers who may do what. The pipeline asks; who stores roles answers.</summary>
internal interface IAccessReader
{
    /// <summary>What the program itself may do: everything.</summary>
    Access Everything { get; }

    /// <summary>Changes whenever somebody's access may have changed.</summary>
    int Generation { get; }

    /// <summary>The user's access, or null when there is no such user or the account is shut.</summary>
    ValueTask<Access?> FindAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Forgets every remembered answer.</summary>
    void Forget();
}
