using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Creates the first administrator, and the role Administrator if it is missing. Refused if an administrator exists.
/// </summary>
/// <param name="UserId">Key of the new account, made by the sender with <see cref="INewKeys"/>.</param>
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
    public SetUpFirstAdministratorValidator(IFirstAdministratorSetup setup, DatabaseLayout layout)
    {
        RuleFor(command => command.Token).MustBeTheSetUpToken(setup);
        RuleFor(command => command.UserId).MustBeNewUserKey(layout);
        RuleFor(command => command.DisplayName).MustBeDisplayName();
        RuleFor(command => command.Email).MustBeEmail();
        RuleFor(command => command.Password).NotEmpty().Coded("password.required", "Enter a password.");
    }
}

/// <summary>The user name of the first administrator, who is not asked for one.</summary>
internal sealed record FirstUserName(string Text);

internal sealed class SetUpFirstAdministratorPreparation(
    PasswordPreparation passwords,
    HostUserRules rules,
    IEnumerable<IHostUsers> hosts,
    CurrentMessage current
) : IPreparation<SetUpFirstAdministrator>
{
    public async Task<Error?> PrepareAsync(SetUpFirstAdministrator command, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Parse(command.Email);
        // An address may contain characters that a user name may not; the key is always unused, and allowed by stock
        // Identity.
        var userName = hosts.Any() || email.All(UserRules.UserNameCharacters.Contains) ? email : command.UserId;
        var refusals = await RefusalsAsync(userName);
        if (refusals.Any(refusal => refusal.Field == nameof(User.UserName)))
        {
            userName = command.UserId;
            refusals = await RefusalsAsync(userName);
        }

        if (refusals is [var first, ..])
        {
            return first.Field == nameof(User.Email) ? first : first with { Field = null };
        }

        current.Prepared(command, new FirstUserName(userName));
        return await passwords.PrepareAsync(
            command,
            command.Password,
            nameof(command.Password),
            null,
            command.Email,
            command.DisplayName
        );

        Task<IReadOnlyList<Error>> RefusalsAsync(string name) =>
            rules.RefusalsAsync(
                new HostAccount(UserId: null) { UserName = name, Email = email },
                [nameof(User.UserName), nameof(User.Email)],
                cancellationToken
            );
    }
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

        if (UserErrors.FirstCreationRefusal(context.Layout) is { } refusal)
        {
            return CommandResult.Refused(refusal);
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
        var user = User.Create(
            request.UserId,
            current.PreparedFor<FirstUserName>(request)!.Text,
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
