using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Creates the first administrator, and the role Administrator if it is missing. Refused if an administrator exists.
/// </summary>
/// <param name="UserId">Key of the new account, created by the sender: a UUID v7 as lower-case text.</param>
/// <param name="Token">The token that the program printed at start
/// (<see cref="IFirstAdministratorSetup.Token"/>).</param>
/// <param name="DisplayName">Display name, 1 to 200 characters.</param>
/// <param name="Email">Address; it is also used as the user name.</param>
/// <param name="Password">Password, checked against the policy.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record SetUpFirstAdministrator(
    string UserId,
    [property: Secret] string Token,
    string DisplayName,
    string Email,
    [property: Secret] string Password
) : ICommand
{
    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => $"{nameof(SetUpFirstAdministrator)} {{ Email = {Email} }}";
}

internal sealed class SetUpFirstAdministratorValidator : AbstractValidator<SetUpFirstAdministrator>
{
    public SetUpFirstAdministratorValidator(IFirstAdministratorSetup setup)
    {
        RuleFor(command => command.Token)
            .Must(token =>
                CryptographicOperations.FixedTimeEquals(
                    Encoding.UTF8.GetBytes(token ?? ""),
                    Encoding.UTF8.GetBytes(setup.Token)
                )
            )
            .Coded(
                "set-up.token-wrong",
                "This set-up link is not the one the program printed at its last start. Copy it again from "
                    + "the program’s output."
            );
        RuleFor(command => command.UserId).MustBeNewId();
        RuleFor(command => command.DisplayName).MustBeDisplayName();
        RuleFor(command => command.Email).MustBeEmail();
        RuleFor(command => command.Password).NotEmpty().Coded("password.required", "Enter a password.");
    }
}

internal sealed class SetUpFirstAdministratorPreparation(PasswordPreparation passwords)
    : IPreparation<SetUpFirstAdministrator>
{
    public Task<Error?> PrepareAsync(SetUpFirstAdministrator command, CancellationToken cancellationToken) =>
        passwords.PrepareAsync(
            command,
            command.Password,
            nameof(command.Password),
            null,
            command.Email,
            command.DisplayName
        );
}

internal sealed class SetUpFirstAdministratorHandler(
    WriteContext context,
    Administrators administrators,
    CurrentMessage current,
    ILookupNormalizer normalizer,
    TimeProvider time
) : ICommandHandler<SetUpFirstAdministrator>
{
    public async Task<CommandResult> Handle(SetUpFirstAdministrator request, CancellationToken cancellationToken)
    {
        // Checked inside the transaction, so that only one of two people with the link becomes administrator.
        if (await administrators.ExistAsync(cancellationToken))
        {
            return CommandResult.Refused(AccountErrors.AlreadySetUp);
        }

        var email = EmailAddress.Parse(request.Email);
        if (
            await UserQueries.EmailTaken(context, normalizer.NormalizeEmail(email), request.UserId, cancellationToken)
            || await UserQueries.UserNameTaken(
                context,
                normalizer.NormalizeName(email),
                request.UserId,
                cancellationToken
            )
        )
        {
            return CommandResult.Refused(
                UserErrors.EmailTaken with
                {
                    Message =
                        "Another account, perhaps one of an application that uses the same database, "
                        + "already has this email. Choose another one for the administrator.",
                }
            );
        }

        var profile = new UserProfile
        {
            DisplayName = UserText.Clean(request.DisplayName)!,
            CreatedAt = time.GetUtcNow(),
        };
        // An address may contain characters that a user name may not; the key is always unused and allowed.
        var userName = email.All(UserRules.UserNameCharacters.Contains) ? email : request.UserId;
        var user = User.Create(
            request.UserId,
            userName,
            email,
            profile,
            null,
            current.PreparedFor<string>(request),
            normalizer
        );
        context.Add(user);
        await administrators.AddAsync(user, cancellationToken);
        return CommandResult.Done;
    }
}
