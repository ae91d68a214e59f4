using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>Holds the rows of an import to the rules of the application that the console lives in.</summary>
internal sealed class ImportHostRules(HostUserRules rules, IEnumerable<IHostUsers> hosts)
{
    private static readonly string[] _fields = [nameof(User.UserName), nameof(User.Email), nameof(User.PhoneNumber)];

    private readonly bool _exist = hosts.Any();

    /// <summary>Returns the rows, with what the application refuses about the accounts as their errors.</summary>
    public async Task<List<ImportedRow>> CheckAsync(
        List<ImportedRow> rows,
        ImportFacts facts,
        CancellationToken cancellationToken
    )
    {
        if (!_exist)
        {
            return rows;
        }

        var checkedRows = new List<ImportedRow>(rows.Count);
        foreach (var row in rows)
        {
            var errors = row.Errors.Count > 0 ? [] : await ErrorsAsync(row, facts, cancellationToken);
            checkedRows.Add(errors.Count > 0 ? row with { Errors = errors } : row);
        }

        return checkedRows;
    }

    private Task<IReadOnlyList<Error>> ErrorsAsync(
        ImportedRow row,
        ImportFacts facts,
        CancellationToken cancellationToken
    )
    {
        if (row.Key is null || !facts.Matches.TryGetValue(row.Key, out var user))
        {
            return row.CreationErrors.Count > 0
                ? Task.FromResult<IReadOnlyList<Error>>([])
                : rules.RefusalsAsync(HostAccount.Of(row.Creation), _fields, cancellationToken);
        }

        var changes = row
            .Edit.Where(edit => Array.IndexOf(_fields, edit.Key) >= 0 && Current(user, edit.Key) != edit.Value)
            .ToDictionary(edit => edit.Key, edit => edit.Value ?? "");
        return rules.RefusalsAsync(
            new HostAccount(user.Id)
            {
                UserName = changes.GetValueOrDefault(nameof(user.UserName)),
                Email = changes.GetValueOrDefault(nameof(user.Email)),
                PhoneNumber = changes.GetValueOrDefault(nameof(user.PhoneNumber)),
            },
            [.. changes.Keys],
            cancellationToken
        );
    }

    private static string? Current(User user, string field) =>
        field == nameof(user.UserName) ? user.UserName
        : field == nameof(user.Email) ? user.Email
        : user.PhoneNumber;
}
