using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Undoing.Commands;

/// <summary>
/// Undoes changes of one account, as far as no later change stands in the way: it carries out the ordinary commands
/// that set the values from before, each with its own permission and rules; if one of them is refused, so are all. What
/// is left out is what a preview says, unless the account was changed since.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="Positions">Log positions of the events to undo, 1 to 50,000; all of them events of this
/// account.</param>
[Permission(Permissions.UsersRead)]
public sealed record UndoUserChanges(string UserId, IReadOnlyList<long> Positions) : ICommand
{
    /// <summary>Whether the other events that the same commands recorded about the account are undone too.</summary>
    public bool IsWholeCommand { get; init; }

    /// <summary>Whether to refuse, unless everything changes back.</summary>
    public bool IsAllOrNothing { get; init; }
}

internal sealed class UndoUserChangesValidator : AbstractValidator<UndoUserChanges>
{
    public UndoUserChangesValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.Positions)
            .Must(positions => positions is { Count: >= 1 and <= UndoSelection.MostEvents })
            .Coded(UndoErrors.BadSelection.Code, UndoErrors.BadSelection.Message);
    }
}

internal sealed class UndoUserChangesHandler(
    WriteContext context,
    SubjectFold fold,
    UserEditing editing,
    Administrators administrators,
    RoleGranting granting,
    TakenValues taken,
    CurrentMessage current,
    IServiceProvider services,
    ILookupNormalizer normalizer,
    TimeProvider time
) : ICommandHandler<UndoUserChanges>
{
    public async Task<CommandResult> Handle(UndoUserChanges request, CancellationToken cancellationToken)
    {
        var events = await SubjectEvents
            .OfAsync(context, [request.UserId], long.MaxValue, cancellationToken)
            .ToListAsync(cancellationToken);
        var chosen = Chosen(request, events);
        if (chosen.Count == 0 || !request.Positions.All(chosen.Contains))
        {
            return CommandResult.Refused(UndoErrors.NoSuchEvents);
        }

        if (UndoTrace.Of(fold, events, chosen) is not { } trace)
        {
            return CommandResult.Refused(UserErrors.NotFound);
        }

        var plan = UndoPlan.Of(trace, await FactsAsync(trace, request.UserId, cancellationToken));
        foreach (var item in plan.Unique.ToList())
        {
            if (await TakenAsync(item, request.UserId, cancellationToken) is { } refusal)
            {
                plan.Block(item, refusal.Message);
            }
        }

        return plan.Verdict switch
        {
            UndoVerdict.Nothing => CommandResult.Done,
            UndoVerdict.Cannot => CommandResult.Refused(UndoErrors.NotBack(plan.Reasons())),
            UndoVerdict.Partly when request.IsAllOrNothing => CommandResult.Refused(UndoErrors.NotBack(plan.Reasons())),
            _ => await CommandSetHandler.RunAsync(services, plan.Commands(), cancellationToken),
        };
    }

    private static HashSet<long> Chosen(UndoUserChanges request, List<(EventRecord Record, IEvent Event)> events)
    {
        var positions = request.Positions.ToHashSet();
        var commands = request.IsWholeCommand
            ? events
                .Where(pair => positions.Contains(pair.Record.Position))
                .Select(pair => pair.Record.CommandId)
                .ToHashSet()
            : [];
        return
        [
            .. events
                .Where(pair => positions.Contains(pair.Record.Position) || commands.Contains(pair.Record.CommandId))
                .Select(pair => pair.Record.Position),
        ];
    }

    private async Task<UndoFacts> FactsAsync(UndoTrace trace, string userId, CancellationToken cancellationToken)
    {
        var roles = new Dictionary<string, UndoRole>();
        foreach (var key in trace.Changes.Keys.Where(key => key.Part == UndoPart.Role))
        {
            var role = await context
                .Roles.AsNoTracking()
                .SingleOrDefaultAsync(role => role.Id == key.Name && role.Profile != null, cancellationToken);
            if (role is not null)
            {
                roles[role.Id] = new(
                    role.Name!,
                    await granting.PermissionsOfAsync(role.Id, cancellationToken),
                    AdministratorRole.IsNamed(role.Name, context.Layout)
                );
            }
        }

        return new(time.GetUtcNow(), current.Context.Actor.Id, current.Access.Permissions)
        {
            HoldsMore = await editing.HoldsMoreAsync(userId, cancellationToken),
            IsLastAdministrator = await administrators.RefusalAsync(userId, cancellationToken) is not null,
            Roles = roles,
            Attributes = context.Layout.Attributes,
        };
    }

    private Task<Error?> TakenAsync(UndoItem item, string userId, CancellationToken cancellationToken) =>
        item.Key == UndoKey.Email ? taken.EmailAsync(normalizer.NormalizeEmail(item.Target!), userId, cancellationToken)
        : item.Key == UndoKey.UserName
            ? taken.UserNameAsync(normalizer.NormalizeName(item.Target!), userId, cancellationToken)
        : taken.InProfileAsync(UserFields.Named(item.Key.Name), item.Target!, userId, cancellationToken);
}
