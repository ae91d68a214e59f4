using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users.Queries;

/// <summary>Gets one user; the answer is null if there is no such user.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record GetUser(string UserId) : IQuery<UserRow>;

internal sealed class GetUserHandler(ReadContext context) : IQueryHandler<GetUser, UserRow>
{
    private static readonly Func<ReadContext, string, CancellationToken, Task<UserRow?>> _byId = EF.CompileAsyncQuery(
        (ReadContext context, string userId, CancellationToken _) =>
            context.Set<UserRow>().SingleOrDefault(row => row.Id == userId)
    );

    public async Task<Answer<UserRow>> Handle(GetUser request, CancellationToken cancellationToken) =>
        new() { Value = await _byId(context, request.UserId, cancellationToken) };
}
