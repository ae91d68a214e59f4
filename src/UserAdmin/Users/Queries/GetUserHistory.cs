using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Users.Queries;

/// <summary>What happened to one user, newest first.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Before">Only events before this log position; null for the newest.</param>
/// <param name="Take">How many, 1 to 200.</param>
[Permission(Permissions.AuditRead)]
public sealed record GetUserHistory(string UserId, long? Before = null, int Take = 50) : IQuery<Page<HistoryRow>>;
