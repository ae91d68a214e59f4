using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Applications.Queries;

/// <summary>
/// Finds the users who are not deleted and whom the calling application knows by an id, case exact, in order of their
/// keys. The accounts' own external ids are not looked at: <see cref="FindUsers"/> does.
/// </summary>
/// <param name="ExternalId">The id.</param>
[Permission(Permissions.UsersRead)]
public sealed record FindUsersByExternalId(string ExternalId) : IQuery<IReadOnlyList<UserRow>>;

internal sealed class FindUsersByExternalIdHandler(ReadContext context, CurrentMessage current)
    : IQueryHandler<FindUsersByExternalId, IReadOnlyList<UserRow>>
{
    private static readonly Func<ReadContext, string, string, IAsyncEnumerable<UserRow>> _known = EF.CompileAsyncQuery(
        (ReadContext context, string application, string id) =>
            context
                .Set<UserExternalIdRow>()
                .Where(row => row.ApplicationId == application && row.ExternalId == id)
                .Join(context.Set<UserRow>(), row => row.UserId, user => user.Id, (_, user) => user)
                .Where(user => user.DeletedAt == null)
                .OrderBy(user => user.Id)
                .Take(FindUsers.Most)
    );

    public async Task<Answer<IReadOnlyList<UserRow>>> Handle(
        FindUsersByExternalId request,
        CancellationToken cancellationToken
    )
    {
        if (current.Context.Actor.ApplicationId is not { } application)
        {
            return new() { Refusal = ApplicationErrors.OnlyApplications };
        }

        var users = new List<UserRow>();
        await foreach (var user in _known(context, application, request.ExternalId).WithCancellation(cancellationToken))
        {
            users.Add(user);
        }

        return new() { Value = users };
    }
}
