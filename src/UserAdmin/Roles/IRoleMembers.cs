namespace UserAdmin.Roles;

/// <summary>
/// Reads and changes all members of a role with one statement, because a role may have very many members.
/// </summary>
internal interface IRoleMembers
{
    /// <summary>
    /// The largest number of members with which a role can be deleted. Each member needs up to two events, all in one
    /// transaction that other writers wait for.
    /// </summary>
    const int MostAtOnce = 10_000;

    /// <summary>Returns the members, at most one more than <see cref="MostAtOnce"/>.</summary>
    /// <param name="roleId">The role.</param>
    /// <param name="otherRoleId">A role that is checked too, for <see cref="RoleMember.HoldsOther"/>, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<List<RoleMember>> FindAsync(string roleId, string? otherRoleId, CancellationToken cancellationToken);

    /// <summary>Counts the members, other than the actor, who hold a permission that the actor lacks.</summary>
    Task<int> CountHoldingMoreAsync(string roleId, CancellationToken cancellationToken);

    /// <summary>
    /// Gives every member a new security stamp. Stock applications keep roles and their claims in cookies; the new
    /// stamp makes them read both again.
    /// </summary>
    /// <param name="roleId">The role.</param>
    /// <param name="keepSessions">Whether the members' sessions in this program stay open. They may, because
    /// permissions are read from the roles for every message. The actor's own sessions always stay open.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task RotateStampsAsync(string roleId, bool keepSessions, CancellationToken cancellationToken);

    /// <summary>Moves the members of one role to another; members who already hold both keep both.</summary>
    Task<int> MoveAsync(string roleId, string toRoleId, CancellationToken cancellationToken);
}

/// <summary>One member of a role.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="IsKnown">Whether the log contains the account; accounts created by a stock application are not in
/// it.</param>
/// <param name="HoldsOther">Whether the account holds the other role as well.</param>
internal sealed record RoleMember(string UserId, bool IsKnown, bool HoldsOther);
