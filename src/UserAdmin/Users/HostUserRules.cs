using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>
/// Asks the rules of the application that the console lives in, before the write gate: they may read its database. The
/// handlers of the commands then refuse what the rules refuse.
/// </summary>
internal sealed class HostUserRules(IEnumerable<IHostUsers> hosts, CurrentMessage current)
{
    private readonly IHostUsers? _host = hosts.SingleOrDefault();

    /// <summary>Asks about the account that a command would create or change, for its handler.</summary>
    public async Task PrepareAsync(ICommand command, CancellationToken cancellationToken)
    {
        if (_host is null || AccountOf(command) is not { } wanted)
        {
            return;
        }

        // The other changes of the same form: a rule may relate a user name to an address.
        var account = current
            .Set.Select(AccountOf)
            .OfType<HostAccount>()
            .Where(other => other.UserId is not null && other.UserId == wanted.UserId)
            .Aggregate(
                wanted,
                (whole, other) =>
                    whole with
                    {
                        UserName = whole.UserName ?? other.UserName,
                        Email = whole.Email ?? other.Email,
                        PhoneNumber = whole.PhoneNumber ?? other.PhoneNumber,
                    }
            );
        current.Prepared(command, new HostRefusals(await RefusalsAsync(account, FieldsOf(wanted), cancellationToken)));
    }

    /// <summary>Returns what the application refuses about an account.</summary>
    /// <param name="account">The account as it would be.</param>
    /// <param name="fields">The fields that are being set. If the account exists, what is wrong with others is no
    /// reason.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyList<Error>> RefusalsAsync(
        HostAccount account,
        IReadOnlyList<string> fields,
        CancellationToken cancellationToken
    )
    {
        if (_host is null || fields.Count == 0)
        {
            return [];
        }

        var problems = await _host.ProblemsAsync(account, cancellationToken);
        IReadOnlyList<HostProblem>? before = null;
        var refusals = new List<Error>();
        foreach (var problem in problems)
        {
            var field = FieldOf(problem.Code, account);
            if (field is null && account.UserId is not null)
            {
                // The account may have been like this all along.
                before ??= await _host.ProblemsAsync(new HostAccount(account.UserId), cancellationToken);
                if (before.Contains(problem))
                {
                    continue;
                }

                field = fields[0];
            }

            if (field is null || account.UserId is null || fields.Contains(field))
            {
                refusals.Add(new Error($"host.{problem.Code}", problem.Description, field));
            }
        }

        return refusals;
    }

    /// <summary>Adds what the application refuses about a command to what we refuse ourselves.</summary>
    /// <param name="command">The command, which was prepared.</param>
    /// <param name="ours">Our own refusals. They go first, since they name the owner of a taken value.</param>
    public List<Error> With(ICommand command, params IEnumerable<Error?> ours)
    {
        var errors = ours.OfType<Error>().ToList();
        var fields = errors.Select(error => error.Field).OfType<string>().ToHashSet();
        errors.AddRange(
            (current.PreparedFor<HostRefusals>(command)?.Errors ?? []).Where(error =>
                error.Field is null || !fields.Contains(error.Field)
            )
        );
        return errors;
    }

    /// <summary>The account that a command would create or change; null for other commands. Commands of a set may not
    /// have been validated yet.</summary>
    private static HostAccount? AccountOf(ICommand command) =>
        command switch
        {
            CreateUser create => HostAccount.Of(create),
            ChangeUserName change => new(change.UserId) { UserName = Clean(change.UserName, UserText.CleanKey) },
            ChangeUserEmail change => new(change.UserId) { Email = Clean(change.Email, EmailAddress.Clean) },
            ChangeUserPhone change => new(change.UserId)
            {
                PhoneNumber = Clean(change.PhoneNumber, UserText.CleanNumber) ?? "",
            },
            _ => null,
        };

    private static string? Clean(string? text, Func<string?, string?> clean) =>
        UserText.IsReadable(text) ? clean(text) : null;

    private static List<string> FieldsOf(HostAccount account)
    {
        List<string> fields = [];
        if (account.UserName is not null)
        {
            fields.Add(nameof(account.UserName));
        }

        if (account.Email is not null)
        {
            fields.Add(nameof(account.Email));
        }

        if (account.PhoneNumber is not null)
        {
            fields.Add(nameof(account.PhoneNumber));
        }

        return fields;
    }

    // Identity's codes name the field: InvalidUserName, DuplicateEmail. An application's own often do as well.
    private static string? FieldOf(string code, HostAccount account) =>
        code.Contains("UserName", StringComparison.OrdinalIgnoreCase) ? nameof(CreateUser.UserName)
        : code.Contains("Email", StringComparison.OrdinalIgnoreCase) ? nameof(CreateUser.Email)
        : code.Contains("Phone", StringComparison.OrdinalIgnoreCase) ? nameof(CreateUser.PhoneNumber)
        : account.Attributes.FirstOrDefault(given => code.Contains(given.Name, StringComparison.OrdinalIgnoreCase))
            is { } attribute
            ? AccountAttribute.Prefix + attribute.Name
        : null;

    private sealed record HostRefusals(IReadOnlyList<Error> Errors);
}
