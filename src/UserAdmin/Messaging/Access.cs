using System.Collections.Frozen;

namespace UserAdmin.Messaging;

/// <summary>The current permissions of one user or application.</summary>
/// <param name="DisplayName">Name for the history.</param>
/// <param name="Permissions">The permissions of all the user's roles combined.</param>
internal sealed record Access(string DisplayName, FrozenSet<string> Permissions)
{
    /// <summary>The access of a person without an account.</summary>
    public static Access Nothing { get; } = new("Anonymous", FrozenSet<string>.Empty);
}

/// <summary>Looks up what users may do. The pipeline uses it; the module that stores roles implements it.</summary>
internal interface IAccessReader
{
    /// <summary>The access of the program itself: everything.</summary>
    Access Everything { get; }

    /// <summary>A number that changes whenever anyone's access may have changed.</summary>
    int Generation { get; }

    /// <summary>
    /// Returns the access of a user or an application, or null if there is none or it cannot be used now.
    /// </summary>
    /// <param name="actorId">The user's id, or an application's id after <see cref="Actor.ApplicationPrefix"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<Access?> FindAsync(string actorId, CancellationToken cancellationToken);

    /// <summary>Clears the cache, because anyone's access may have changed.</summary>
    void Forget();

    /// <summary>Removes a user from the cache, because the user's access may have changed.</summary>
    /// <param name="userId">Id of the user.</param>
    void Forget(string userId);
}

/// <summary>Looks up what applications may do; the module that stores applications implements it.</summary>
internal interface IApplicationAccess
{
    /// <summary>
    /// Returns the application's access, or null if there is no such application, or it is disabled or expired.
    /// </summary>
    /// <param name="applicationId">The application's id, without the prefix.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<Access?> FindAsync(string applicationId, CancellationToken cancellationToken);

    /// <summary>Clears the cache, because anyone's access may have changed.</summary>
    void Forget();
}
