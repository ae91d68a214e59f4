using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Creates an account.</summary>
/// <param name="UserId">Key of the new account, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="UserName">Unique name to sign in with, 1 to 256 of the characters that stock Identity allows.</param>
/// <param name="Email">Unique address (RFC 5321, internationalised domains allowed).</param>
/// <param name="DisplayName">Name as people read it, 1 to 200 characters.</param>
[Permission(Permissions.UsersCreate)]
public sealed record CreateUser(string UserId, string UserName, string Email, string DisplayName) : ICommand
{
    /// <summary>Given name, at most 100 characters, or null.</summary>
    public string? GivenName { get; init; }

    /// <summary>Family name, at most 100 characters, or null.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Job title, at most 150 characters, or null.</summary>
    public string? JobTitle { get; init; }

    /// <summary>Department, at most 100 characters, or null.</summary>
    public string? Department { get; init; }

    /// <summary>Phone number, at most 50 characters, or null.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>Language tag (BCP 47), or null.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA time zone, or null.</summary>
    public string? TimeZone { get; init; }

    /// <summary>
    /// Unique id that the system the person comes from knows the account by (SCIM <c>externalId</c>, RFC 7643), case
    /// exact, at most 255 characters, or null.
    /// </summary>
    public string? ExternalId { get; init; }

    /// <summary>Initial password, checked against the policy, or null for an account without one.</summary>
    [Secret]
    public string? Password { get; init; }

    /// <summary>Leaves the password out, so that no log can hold it.</summary>
    public override string ToString() =>
        $"{nameof(CreateUser)} {{ UserId = {UserId}, UserName = {UserName}, Email = {Email} }}";
}

internal sealed class CreateUserValidator : AbstractValidator<CreateUser>
{
    public CreateUserValidator()
    {
        RuleFor(command => command.UserId).MustBeNewId();
        RuleFor(command => command.UserName).MustBeUserName();
        RuleFor(command => command.Email).MustBeEmail();
        RuleFor(command => command.DisplayName).MustBeDisplayName();
        RuleFor(command => command.GivenName).MustBeText("given name", 100);
        RuleFor(command => command.FamilyName).MustBeText("family name", 100);
        RuleFor(command => command.JobTitle).MustBeText("job title", 150);
        RuleFor(command => command.Department).MustBeText("department", 100);
        RuleFor(command => command.PhoneNumber).MustBePhone();
        RuleFor(command => command.Locale).MustBeLocale();
        RuleFor(command => command.TimeZone).MustBeTimeZone();
        RuleFor(command => command.ExternalId).MustBeText("external id", 255);
    }
}

internal sealed class CreateUserPreparation(IPasswordPreparation passwords) : IPreparation<CreateUser>
{
    public Task<Error?> PrepareAsync(CreateUser command, CancellationToken cancellationToken) =>
        passwords.PrepareAsync(
            command,
            command.Password,
            nameof(command.Password),
            command.UserName,
            command.Email,
            command.DisplayName
        );
}

internal sealed class CreateUserHandler(
    WriteContext context,
    TakenValues taken,
    CurrentMessage current,
    ILookupNormalizer normalizer,
    TimeProvider time
) : ICommandHandler<CreateUser>
{
    public async Task<CommandResult> Handle(CreateUser request, CancellationToken cancellationToken)
    {
        var userName = UserText.CleanKey(request.UserName)!;
        var email = EmailAddress.Parse(request.Email);
        var errors = new List<Error>();
        if (await UserQueries.User(context, request.UserId, cancellationToken) is not null)
        {
            errors.Add(UserErrors.IdTaken);
        }

        var externalId = UserText.CleanKey(request.ExternalId);
        Error?[] isTaken =
        [
            await taken.UserNameAsync(normalizer.NormalizeName(userName), request.UserId, cancellationToken),
            await taken.EmailAsync(normalizer.NormalizeEmail(email), request.UserId, cancellationToken),
            externalId is null ? null : await taken.ExternalIdAsync(externalId, request.UserId, cancellationToken),
        ];
        errors.AddRange(isTaken.OfType<Error>());

        if (errors.Count > 0)
        {
            return CommandResult.Refused(errors);
        }

        var profile = new UserProfile
        {
            DisplayName = UserText.Clean(request.DisplayName)!,
            GivenName = UserText.Clean(request.GivenName),
            FamilyName = UserText.Clean(request.FamilyName),
            JobTitle = UserText.Clean(request.JobTitle),
            Department = UserText.Clean(request.Department),
            Locale = UserText.CleanKey(request.Locale),
            TimeZone = UserText.CleanKey(request.TimeZone),
            ExternalId = externalId,
            CreatedAt = time.GetUtcNow(),
        };
        context.Add(
            User.Create(
                request.UserId,
                userName,
                email,
                profile,
                UserText.CleanNumber(request.PhoneNumber),
                current.PreparedFor<string>(request),
                normalizer
            )
        );
        return CommandResult.Done;
    }
}
