using FluentValidation;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Changes the permissions of an application, at once for everything it does. Each permission is merged on its own:
/// only differences from <paramref name="SeenVersion"/> are added or removed; changes that somebody else made since
/// then stay. Refused if the application may do more than the actor.
/// </summary>
/// <param name="ApplicationId">Key of the application.</param>
/// <param name="ApplicationPermissions">The wanted permissions: names from <see cref="Permissions"/>. The actor may add
/// only permissions that they hold.</param>
/// <param name="SeenVersion">The <see cref="ApplicationRow.Version"/> the person saw.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record ChangeApplicationPermissions(
    string ApplicationId,
    IReadOnlyList<string> ApplicationPermissions,
    long SeenVersion
) : ICommand;

internal sealed class ChangeApplicationPermissionsValidator : AbstractValidator<ChangeApplicationPermissions>
{
    public ChangeApplicationPermissionsValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.ApplicationPermissions).MustBePermissions();
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class ChangeApplicationPermissionsHandler(WriteContext context, ApplicationEditing editing)
    : ICommandHandler<ChangeApplicationPermissions>
{
    public async Task<CommandResult> Handle(ChangeApplicationPermissions request, CancellationToken cancellationToken)
    {
        var (application, refusal) = await editing.FindAsync(request.ApplicationId, cancellationToken);
        if (application is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var held = application.PermissionNames;
        var seen = await SeenAsync(application, request.SeenVersion, cancellationToken);
        List<string> added =
        [
            .. request.ApplicationPermissions.Except(seen).Except(held).Order(StringComparer.Ordinal),
        ];
        List<string> removed =
        [
            .. seen.Except(request.ApplicationPermissions).Intersect(held).Order(StringComparer.Ordinal),
        ];
        if (!editing.MayGrant(added))
        {
            return CommandResult.Refused(
                ApplicationErrors.GrantsMore with
                {
                    Field = nameof(request.ApplicationPermissions),
                }
            );
        }

        application.ChangePermissions(added, removed);
        return CommandResult.Done;
    }

    /// <summary>
    /// Returns the permissions at the version that the person saw: the current ones, with all later changes undone.
    /// </summary>
    private async Task<HashSet<string>> SeenAsync(
        Application application,
        long version,
        CancellationToken cancellationToken
    )
    {
        var since = new List<ApplicationPermissionsChanged>();
        await foreach (
            var (_, @event) in SubjectEvents.SinceAsync(
                context,
                application.Id,
                version,
                cancellationToken,
                nameof(ApplicationPermissionsChanged)
            )
        )
        {
            since.Add((ApplicationPermissionsChanged)@event);
        }

        var seen = application.PermissionNames.ToHashSet();
        foreach (var change in Enumerable.Reverse(since))
        {
            seen.ExceptWith(change.Added);
            seen.UnionWith(change.Removed);
        }

        return seen;
    }
}
