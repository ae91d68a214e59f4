using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Creates an application: an account for a program that uses the API. It has no key yet
/// (<see cref="AddApplicationKey"/>).
/// </summary>
/// <param name="ApplicationId">Key of the new application, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="Name">Unique name, 1 to 100 characters; upper and lower case do not matter.</param>
/// <param name="Description">What it is for, at most 500 characters, or null.</param>
/// <param name="ApplicationPermissions">Its permissions: names from <see cref="Permissions"/>, none that the actor
/// lacks.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record CreateApplication(
    string ApplicationId,
    string Name,
    string? Description,
    IReadOnlyList<string> ApplicationPermissions
) : ICommand
{
    /// <summary>Key of the account that answers for it; null for the person who creates it.</summary>
    public string? OwnerId { get; init; }

    /// <summary>IP addresses and networks such as 10.0.0.0/8, at most 50, from which alone its keys can be used; empty
    /// for any.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; init; } = [];

    /// <summary>When it expires, still to come; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How many requests a minute each of its keys may send, 1 to 100,000.</summary>
    public int RequestsPerMinute { get; init; } = ApplicationErrors.DefaultRequestsPerMinute;
}

internal sealed class CreateApplicationValidator : AbstractValidator<CreateApplication>
{
    public CreateApplicationValidator(TimeProvider time)
    {
        RuleFor(command => command.ApplicationId).MustBeNewId();
        RuleFor(command => command.Name).MustBeApplicationName();
        RuleFor(command => command.Description).MustBeText("description", 500);
        RuleFor(command => command.ApplicationPermissions).MustBePermissions();
        RuleFor(command => command.OwnerId).MustBeOwner();
        RuleFor(command => command.AllowedAddresses).MustBeAddresses();
        RuleFor(command => command.ExpiresAt).MustBeToCome(time);
        RuleFor(command => command.RequestsPerMinute).MustBeRate();
    }
}

internal sealed class CreateApplicationHandler(
    WriteContext context,
    ApplicationEditing editing,
    CurrentMessage current,
    ILookupNormalizer normalizer
) : ICommandHandler<CreateApplication>
{
    public async Task<CommandResult> Handle(CreateApplication request, CancellationToken cancellationToken)
    {
        if (editing.IsByApplication)
        {
            return CommandResult.Refused(ApplicationErrors.OnlyPeople);
        }

        if (!editing.MayGrant(request.ApplicationPermissions))
        {
            return CommandResult.Refused(
                ApplicationErrors.GrantsMore with
                {
                    Field = nameof(request.ApplicationPermissions),
                }
            );
        }

        var name = UserText.Clean(request.Name)!;
        var normalized = normalizer.NormalizeName(name);
        if (await context.Applications.AnyAsync(row => row.Id == request.ApplicationId, cancellationToken))
        {
            return CommandResult.Refused(ApplicationErrors.IdTaken);
        }

        if (await editing.IsNameTakenAsync(normalized, request.ApplicationId, cancellationToken))
        {
            return CommandResult.Refused(ApplicationErrors.NameTaken);
        }

        if (request.OwnerId is { } owner && !await editing.CanOwnAsync(owner, cancellationToken))
        {
            return CommandResult.Refused(ApplicationErrors.OwnerNotFound);
        }

        var content = new ApplicationContent(
            name,
            UserText.Clean(request.Description) ?? "",
            request.OwnerId ?? (current.Context.Actor is { Kind: ActorKind.User } actor ? actor.Id : null),
            [.. request.AllowedAddresses.Select(address => AllowedAddress.Normalize(address)!).Distinct()],
            ApplicationContent.Whole(request.ExpiresAt),
            request.RequestsPerMinute
        );
        context.Add(
            Application.Create(
                request.ApplicationId,
                content,
                normalized,
                [.. request.ApplicationPermissions.Distinct().Order(StringComparer.Ordinal)]
            )
        );
        return CommandResult.Done;
    }
}
