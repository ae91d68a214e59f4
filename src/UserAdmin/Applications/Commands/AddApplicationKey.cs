using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Applications.Commands;

/// <summary>
/// Adds a key to an application, which can have ten that work at once, so that a new one can take over from an old one.
/// Only a hash of it is stored. Refused if the application may do more than the actor, who could use the key.
/// </summary>
/// <param name="ApplicationId">Key of the application.</param>
/// <param name="KeyId">Public part of the key, 12 lower-case letters and digits.</param>
/// <param name="Key">The key, made by the sender with <see cref="NewApplicationKey"/>.</param>
/// <param name="Label">What it is for, 1 to 100 characters.</param>
/// <param name="ExpiresAt">When it expires, still to come; null for never.</param>
[Permission(Permissions.ApplicationsManage)]
public sealed record AddApplicationKey(
    string ApplicationId,
    string KeyId,
    [property: Secret] string Key,
    string Label,
    DateTimeOffset? ExpiresAt = null
) : ICommand
{
    /// <summary>Returns the command without the key, so that it cannot get into a log.</summary>
    public override string ToString() =>
        $"{nameof(AddApplicationKey)} {{ ApplicationId = {ApplicationId}, KeyId = {KeyId} }}";
}

internal sealed class AddApplicationKeyValidator : AbstractValidator<AddApplicationKey>
{
    public AddApplicationKeyValidator(TimeProvider time)
    {
        RuleFor(command => command.ApplicationId).MustBeId();
        RuleFor(command => command.Key)
            .Must((command, key) => NewApplicationKey.TryParse(key, out var keyId) && keyId == command.KeyId)
            .Coded(
                "applications.key-invalid",
                "A key is “ua_”, its key id, “_” and 32 random bytes as base64url. Let the program make one."
            );
        RuleFor(command => command.Label).MustBeKeyLabel();
        RuleFor(command => command.ExpiresAt).MustBeToCome(time);
    }
}

internal sealed class AddApplicationKeyHandler(
    WriteContext context,
    ApplicationEditing editing,
    CurrentMessage current,
    TimeProvider time
) : ICommandHandler<AddApplicationKey>
{
    public async Task<CommandResult> Handle(AddApplicationKey request, CancellationToken cancellationToken)
    {
        var (application, refusal) = await editing.FindAsync(request.ApplicationId, cancellationToken);
        if (application is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var now = time.GetUtcNow();
        if (application.Keys.Count(key => key.IsLive(now)) >= ApplicationErrors.MostKeys)
        {
            return CommandResult.Refused(ApplicationErrors.TooManyKeys);
        }

        if (await context.ApplicationKeys.AnyAsync(key => key.KeyId == request.KeyId, cancellationToken))
        {
            return CommandResult.Refused(ApplicationErrors.KeyIdTaken);
        }

        application.AddKey(
            new ApplicationKey
            {
                KeyId = request.KeyId,
                ApplicationId = application.Id,
                Label = UserText.Clean(request.Label)!,
                Hash = NewApplicationKey.HashOf(request.Key),
                CreatedAt = now,
                CreatedById = current.Context.Actor.Id,
                ExpiresAt = ApplicationContent.Whole(request.ExpiresAt),
            }
        );
        return CommandResult.Done;
    }
}
