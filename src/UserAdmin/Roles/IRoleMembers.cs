namespace UserAdmin.Roles;

/// <summary>
/// The members of one role all at once: a role may have very many, and a statement over all of them costs the same as
/// one.
/// </summary>
internal interface IRoleMembers
{
    /// <summary>
    /// Most members a role may have to be deleted in one go: each leaves up to two events, in one transaction that
    /// other writers wait for.
    /// </summary>
    const int MostAtOnce = 10_000;

    /// <summary>The members; one more than <see cref="MostAtOnce"/> at most.</summary>
    /// <param name="roleId">The role.</param>
    /// <param name="otherRoleId">A role that they may hold as well, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<List<RoleMember>> FindAsync(string roleId, string? otherRoleId, CancellationToken cancellationToken);

    /// <summary>How many members other than the actor hold a permission that the actor lacks.</summary>
    Task<int> CountHoldingMoreAsync(string roleId, CancellationToken cancellationToken);

    /// <summary>
    /// Gives every member a new security stamp, so that stock applications, whose cookies hold roles and their claims,
    /// ask again.
    /// </summary>
    /// <param name="roleId">The role.</param>
    /// <param name="keepSessions">Whether sessions here stay open: what they permit is read from the roles for every
    /// message. The actor's own always do.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task RotateStampsAsync(string roleId, bool keepSessions, CancellationToken cancellationToken);

    /// <summary>Moves the members of one role to another; those who already hold both keep both.</summary>
    Task<int> MoveAsync(string roleId, string toRoleId, CancellationToken cancellationToken);
}

/// <summary>One member of a role.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="IsKnown">Whether the log knows the account; a stock application's own is not.</param>
/// <param name="HoldsOther">Whether it holds the other role as well.</param>
internal sealed record RoleMember(string UserId, bool IsKnown, bool HoldsOther);
