using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Policies.Queries;

/// <summary>
/// The policy for passwords, lockout and sessions; the initial values, at version 0, until somebody changes it.
/// </summary>
[Permission(Permissions.SettingsRead)]
public sealed record GetPolicy : IQuery<PolicyRow>
{
    /// <summary>The subject whose changes change the answer.</summary>
    public const string Subject = PolicyChanged.Subject;
}

internal sealed class GetPolicyHandler(ReadContext context, PolicyStart start) : IQueryHandler<GetPolicy, PolicyRow>
{
    public async Task<Answer<PolicyRow>> Handle(GetPolicy request, CancellationToken cancellationToken) =>
        new()
        {
            Value =
                await context.Policies.SingleOrDefaultAsync(cancellationToken)
                ?? new PolicyRow { Json = JsonSerializer.Serialize(start.Policy) },
        };
}
