using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Applications.Queries;

/// <summary>
/// Lists the ids that applications know a user by, by name of the application. The ids of an application that was
/// deleted are not among them.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record ListUserExternalIds(string UserId) : IQuery<Page<ClientExternalId>>;

/// <summary>The id that an application knows a user by (SCIM <c>externalId</c>).</summary>
/// <param name="ApplicationId">Key of the application.</param>
/// <param name="ApplicationName">Its name.</param>
/// <param name="ExternalId">The id, 1 to 255 characters, case exact.</param>
public sealed record ClientExternalId(string ApplicationId, string ApplicationName, string ExternalId);

internal sealed class ListUserExternalIdsHandler(ReadContext context)
    : IQueryHandler<ListUserExternalIds, Page<ClientExternalId>>
{
    public async Task<Answer<Page<ClientExternalId>>> Handle(
        ListUserExternalIds request,
        CancellationToken cancellationToken
    )
    {
        var ids = await context
            .Set<UserExternalIdRow>()
            .Where(row => row.UserId == request.UserId)
            .Join(
                context.Set<ApplicationRow>(),
                row => row.ApplicationId,
                application => application.Id,
                (row, application) => new ClientExternalId(application.Id, application.Name, row.ExternalId)
            )
            .ToListAsync(cancellationToken);
        return new()
        {
            Value = new Page<ClientExternalId>(
                [.. ids.OrderBy(id => id.ApplicationName, StringComparer.OrdinalIgnoreCase)],
                ids.Count
            ),
        };
    }
}
