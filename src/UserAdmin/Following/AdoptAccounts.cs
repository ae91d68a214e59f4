using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Following;

/// <summary>
/// Records many accounts of another program at once, as they are now, each with an event that begins its history. Sent
/// by the program itself (decision 83). Accounts that the log knows are left alone; so are keys of no account.
/// </summary>
/// <param name="UserIds">The accounts; at most 5,000.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record AdoptAccounts(IReadOnlyList<string> UserIds) : ICommand, IRecordsObserved
{
    /// <summary>The maximum number of accounts in one command.</summary>
    internal const int Most = 5000;
}

internal sealed class AdoptAccountsValidator : AbstractValidator<AdoptAccounts>
{
    public AdoptAccountsValidator() =>
        RuleFor(command => command.UserIds)
            .Must(ids => ids is { Count: <= AdoptAccounts.Most })
            .Coded("observed.too-many", "Name at most 5,000 accounts.");
}

internal sealed class AdoptAccountsHandler(
    WriteContext context,
    IObservedQueue queue,
    ObservedChanges observed,
    ObservedUsers users,
    ObservedRoles roles,
    UnitOfWork unitOfWork,
    CurrentMessage current
) : ICommandHandler<AdoptAccounts>
{
    public async Task<CommandResult> Handle(AdoptAccounts request, CancellationToken cancellationToken)
    {
        current.EventActor = observed.Actor;
        await queue.PlanForManyAsync(context, cancellationToken);
        var ids = await UnknownAsync(request.UserIds, cancellationToken);
        var stock = await StockAccounts.ReadAsync(context, ids, cancellationToken);
        var found = stock.Select(account => users.FirstSeen(account.Key, account.Value)).ToList();
        var newRoles = await RolesAsync(found.Select(one => one.Event), cancellationToken);
        await new RowInserts<UserProfile>(context).AddAsync(found.Select(one => one.Profile), cancellationToken);
        unitOfWork.Record([
            new LooseEvents(newRoles.Select(role => role.Event)),
            new LooseEvents(found.Select(one => one.Event)),
        ]);
        return CommandResult.Done;
    }

    // Whoever has a profile is known; and without one, an account can have come back.
    private async Task<List<string>> UnknownAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var known = await context
            .UserProfiles.Where(profile => EF.Parameter(ids).Contains(profile.UserId))
            .Select(profile => profile.UserId)
            .ToHashSetAsync(cancellationToken);
        known.UnionWith(
            await context
                .EventLog.Where(record => EF.Parameter(ids).Contains(record.SubjectId))
                .Select(record => record.SubjectId)
                .Distinct()
                .ToListAsync(cancellationToken)
        );
        return [.. ids.Distinct().Where(id => !known.Contains(id))];
    }

    /// <summary>Records the roles of accounts that nobody knows yet: a role comes before its members.</summary>
    private async Task<IReadOnlyList<ObservedRoleChange>> RolesAsync(
        IEnumerable<UserObserved> accounts,
        CancellationToken cancellationToken
    )
    {
        var ids = accounts.SelectMany(one => one.Account.Roles).Select(role => role.RoleId).ToHashSet();
        if (ids.Count == 0)
        {
            return [];
        }

        ids.ExceptWith(await context.RoleProfiles.Select(role => role.RoleId).ToListAsync(cancellationToken));
        var changes = ids.Count == 0 ? [] : await roles.CompareAsync(context, [.. ids], cancellationToken);
        await ObservedRoles.CarryOutAsync(context, changes, cancellationToken);
        return changes;
    }
}
