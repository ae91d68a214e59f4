using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Changes the fields of an application. Only fields that differ from their value at <paramref name="SeenVersion"/> are
/// changed; the others keep their current value, even if somebody else changed it since. Refused if the application may
/// do more than the actor.
/// </summary>
/// <param name="ApplicationId">Key of the application.</param>
/// <param name="Name">Unique name, 1 to 100 characters; upper and lower case do not matter.</param>
/// <param name="Description">What it is for, at most 500 characters, or null.</param>
/// <param name="OwnerId">Key of the account that answers for it, or null for nobody.</param>
/// <param name="AllowedAddresses">IP addresses and networks such as 10.0.0.0/8, at most 50, from which alone its keys
/// can be used; empty for any.</param>
/// <param name="ExpiresAt">When it expires; null for never.</param>
/// <param name="RequestsPerMinute">How many requests a minute each of its keys may send, 1 to 100,000.</param>
/// <param name="SeenVersion">The <see cref="ApplicationRow.Version"/> the person saw.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record UpdateApplication(
    string ApplicationId,
    string Name,
    string? Description,
    string? OwnerId,
    IReadOnlyList<string> AllowedAddresses,
    DateTimeOffset? ExpiresAt,
    int RequestsPerMinute,
    long SeenVersion
) : ICommand;

internal sealed class UpdateApplicationValidator : AbstractValidator<UpdateApplication>
{
    public UpdateApplicationValidator()
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.Name).MustBeApplicationName();
        RuleFor(command => command.Description).MustBeText("description", 500);
        RuleFor(command => command.OwnerId).MustBeOwner();
        RuleFor(command => command.AllowedAddresses).MustBeAddresses();
        RuleFor(command => command.RequestsPerMinute).MustBeRate();
        RuleFor(command => command.SeenVersion).MustBeVersion();
    }
}

internal sealed class UpdateApplicationHandler(
    WriteContext context,
    ApplicationEditing editing,
    ILookupNormalizer normalizer
) : ICommandHandler<UpdateApplication>
{
    public async Task<CommandResult> Handle(UpdateApplication request, CancellationToken cancellationToken)
    {
        var (application, refusal) = await editing.FindAsync(request.ApplicationId, cancellationToken);
        if (application is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var wanted = new ApplicationContent(
            UserText.Clean(request.Name)!,
            UserText.Clean(request.Description) ?? "",
            request.OwnerId,
            [.. request.AllowedAddresses.Select(address => AllowedAddress.Normalize(address)!).Distinct()],
            ApplicationContent.Whole(request.ExpiresAt),
            request.RequestsPerMinute
        );
        var (set, conflicts) = await FieldMerge.MergeAsync(
            context,
            application.Id,
            request.SeenVersion,
            wanted.Fields,
            cancellationToken,
            @event => @event is not IOfApplicationPart
        );
        if (conflicts.Count > 0)
        {
            return CommandResult.Refused(conflicts);
        }

        var content = application.Content.With(set);
        var normalized = normalizer.NormalizeName(content.Name);
        if (await editing.IsNameTakenAsync(normalized, application.Id, cancellationToken))
        {
            return CommandResult.Refused(ApplicationErrors.NameTaken);
        }

        if (
            content.OwnerId is { } owner
            && owner != application.OwnerId
            && !await editing.CanOwnAsync(owner, cancellationToken)
        )
        {
            return CommandResult.Refused(ApplicationErrors.OwnerNotFound);
        }

        application.Change(content, normalized);
        return CommandResult.Done;
    }
}
