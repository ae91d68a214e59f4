using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Applications.Queries;

/// <summary>
/// Returns the application that asks, so that a program can find out what its key opens. Needs no permission; whoever
/// is no application is refused.
/// </summary>
/// <param name="KeyId">The public part of the key that the application shows; another application's is not
/// found.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record GetCallingApplication(string? KeyId = null) : IQuery<CallingApplication>;

/// <summary>What an application is told of itself.</summary>
/// <param name="ApplicationId">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Permissions">What it may do, with the permissions that others include, in order.</param>
/// <param name="AllowedAddresses">The addresses and networks that may use its keys; empty for any.</param>
/// <param name="RequestsPerMinute">How many requests a minute each of its keys may send.</param>
/// <param name="ExpiresAt">When it expires, in UTC; null for never.</param>
/// <param name="Key">The key that it shows; null if that is not known.</param>
public sealed record CallingApplication(
    string ApplicationId,
    string Name,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<string> AllowedAddresses,
    int RequestsPerMinute,
    DateTimeOffset? ExpiresAt,
    CallingKey? Key
);

/// <summary>The key that an application shows, without its secret.</summary>
/// <param name="KeyId">The public part: 12 lower-case letters and digits.</param>
/// <param name="Label">What it is for.</param>
/// <param name="CreatedAt">When it was added, in UTC.</param>
/// <param name="ExpiresAt">When it expires, in UTC; null for never. The application may expire before.</param>
public sealed record CallingKey(string KeyId, string Label, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

internal sealed class GetCallingApplicationHandler(ReadContext context, CurrentMessage current)
    : IQueryHandler<GetCallingApplication, CallingApplication>
{
    public async Task<Answer<CallingApplication>> Handle(
        GetCallingApplication request,
        CancellationToken cancellationToken
    )
    {
        if (current.Context.Actor.ApplicationId is not { } id)
        {
            return new() { Refusal = ApplicationErrors.OnlyApplications };
        }

        if (
            await context.Applications.SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            is not { } application
        )
        {
            return new() { Refusal = ApplicationErrors.NotFound };
        }

        var key = await context
            .Set<ApplicationKeyRow>()
            .SingleOrDefaultAsync(row => row.KeyId == request.KeyId && row.ApplicationId == id, cancellationToken);
        return new()
        {
            Value = new(
                id,
                application.Name,
                [.. Roles.Permissions.WithIncluded(application.PermissionNames).Order(StringComparer.Ordinal)],
                application.AllowedAddresses,
                application.RequestsPerMinute,
                application.ExpiresAt,
                key is null ? null : new(key.KeyId, key.Label, key.CreatedAt, key.ExpiresAt)
            ),
        };
    }
}
