using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Creates an account.</summary>
/// <param name="UserId">Key of the new account, made by the sender with <see cref="INewKeys"/>.</param>
/// <param name="UserName">Unique name for signing in, 1 to 256 of the characters that stock Identity, or the host
/// application, allows.</param>
/// <param name="Email">Unique address (RFC 5321, internationalised domains allowed).</param>
/// <param name="DisplayName">Display name, 1 to 200 characters.</param>
[Permission(Permissions.UsersCreate)]
public sealed record CreateUser(string UserId, string UserName, string Email, string DisplayName)
    : UserDetails,
        ICommand
{
    /// <summary>Phone number, at most 50 characters, or null.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Initial password, checked against the policy, or null for an account without one.</summary>
    [Secret]
    public string? Password { get; init; }

    /// <summary>Returns the command without the password, so that it cannot get into a log.</summary>
    public override string ToString() =>
        $"{nameof(CreateUser)} {{ UserId = {UserId}, UserName = {UserName}, Email = {Email} }}";
}

internal sealed class CreateUserValidator : AbstractValidator<CreateUser>
{
    /// <param name="layout">The database whose keys new accounts must have.</param>
    /// <param name="hosts">The application that has rules of its own for user names, if there is one.</param>
    /// <param name="keepsKeys">Whether accounts of another system keep their keys.</param>
    public CreateUserValidator(DatabaseLayout layout, IEnumerable<IHostUsers> hosts, bool keepsKeys = false)
    {
        if (keepsKeys)
        {
            RuleFor(command => command.UserId).MustBeImportedUserKey(layout);
        }
        else
        {
            RuleFor(command => command.UserId).MustBeNewUserKey(layout);
        }

        RuleFor(command => command.UserName).MustBeUserName(hosts);
        RuleFor(command => command.Email).MustBeEmail();
        RuleFor(command => command.DisplayName).MustBeDisplayName();
        RuleFor(command => command.PhoneNumber).MustBePhone();
        this.RulesForDetails();
        this.RulesForAttributes(layout, isNew: true);
    }
}

internal sealed class CreateUserPreparation(IPasswordPreparation passwords, HostUserRules rules)
    : IPreparation<CreateUser>
{
    public async Task<Error?> PrepareAsync(CreateUser command, CancellationToken cancellationToken)
    {
        await rules.PrepareAsync(command, cancellationToken);
        return await passwords.PrepareAsync(
            command,
            command.Password,
            nameof(command.Password),
            command.UserName,
            command.Email,
            command.DisplayName
        );
    }
}

internal sealed class CreateUserHandler(
    WriteContext context,
    TakenValues taken,
    HostUserRules rules,
    CurrentMessage current,
    ILookupNormalizer normalizer,
    TimeProvider time
) : ICommandHandler<CreateUser>
{
    public async Task<CommandResult> Handle(CreateUser request, CancellationToken cancellationToken)
    {
        if (UserErrors.CreationRefusal(context.Layout) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }

        var userName = UserText.CleanKey(request.UserName)!;
        var email = EmailAddress.Parse(request.Email);
        var errors = new List<Error>();
        if (await UserQueries.User(context, request.UserId, cancellationToken) is not null)
        {
            errors.Add(UserErrors.IdTaken);
        }

        var profile = UserProfile.Of(request, time.GetUtcNow());
        Error?[] isTaken =
        [
            await taken.UserNameAsync(normalizer.NormalizeName(userName), request.UserId, cancellationToken),
            await taken.EmailAsync(normalizer.NormalizeEmail(email), request.UserId, cancellationToken),
            .. await taken.InProfileAsync(profile, request.UserId, cancellationToken),
        ];
        errors = rules.With(request, [.. errors, .. isTaken]);
        if (errors.Count > 0)
        {
            return CommandResult.Refused(errors);
        }

        context.Add(
            User.Create(
                request.UserId,
                userName,
                email,
                profile,
                UserText.CleanNumber(request.PhoneNumber),
                current.PreparedFor<string>(request),
                normalizer,
                await AttributeDefaults.CompleteAsync(
                    context,
                    AttributeRules.Cleaned(request.Attributes, context.Layout.Attributes),
                    cancellationToken
                )
            )
        );
        return CommandResult.Done;
    }
}
