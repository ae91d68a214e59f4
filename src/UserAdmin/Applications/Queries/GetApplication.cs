using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Applications.Queries;

/// <summary>
/// One application with its keys; the answer is null if there is no such application. Names of people are left out
/// without <see cref="Permissions.UsersRead"/>.
/// </summary>
/// <param name="ApplicationId">Key of the application.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record GetApplication(string ApplicationId) : IQuery<ApplicationRow>;

internal sealed class GetApplicationHandler(ApplicationReading reading) : IQueryHandler<GetApplication, ApplicationRow>
{
    public async Task<Answer<ApplicationRow>> Handle(GetApplication request, CancellationToken cancellationToken) =>
        new() { Value = (await reading.ReadAsync(request.ApplicationId, cancellationToken)).SingleOrDefault() };
}
