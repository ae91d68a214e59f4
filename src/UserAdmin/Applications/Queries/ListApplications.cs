using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Applications.Queries;

/// <summary>
/// Applications with their keys, by name. Names of people are left out without <see cref="Permissions.UsersRead"/>.
/// </summary>
/// <param name="Search">Words that the name or the description contains, in any case; null or empty for all.</param>
[Permission(Permissions.ApplicationsRead)]
public sealed record ListApplications(string? Search = null) : IQuery<Page<ApplicationRow>>;

internal sealed class ListApplicationsHandler(ApplicationReading reading)
    : IQueryHandler<ListApplications, Page<ApplicationRow>>
{
    public async Task<Answer<Page<ApplicationRow>>> Handle(
        ListApplications request,
        CancellationToken cancellationToken
    )
    {
        var words = UserText.Fold(request.Search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var rows = (await reading.ReadAsync(null, cancellationToken))
            .Where(row =>
                UserText.Fold($"{row.Name} {row.Description}") is var text
                && Array.TrueForAll(words, word => text.Contains(word, StringComparison.Ordinal))
            )
            .ToList();
        return new() { Value = new Page<ApplicationRow>(rows, rows.Count) };
    }
}
