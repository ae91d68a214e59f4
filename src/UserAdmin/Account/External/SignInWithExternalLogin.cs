using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.External;

/// <summary>
/// Opens a session for a person whom a provider has identified to the host. The account must already be linked to that
/// login, or have the address that the provider has verified. No account is created.
/// </summary>
/// <param name="SessionId">Id of the new session, created by the sender: 256 random bits as base64url. Anyone who has
/// it is signed in.</param>
/// <param name="Provider">Name of the provider in the configuration.</param>
/// <param name="ProviderKey">The person's id at the provider.</param>
/// <param name="ProviderName">Display name of the provider.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record SignInWithExternalLogin(
    [property: Secret] string SessionId,
    string Provider,
    string ProviderKey,
    string ProviderName
) : ICommand
{
    /// <summary>
    /// Address that the provider has verified, if the configuration trusts the provider with that: the account with
    /// this confirmed address is linked and signed in. Null otherwise.
    /// </summary>
    public string? VerifiedEmail { get; init; }

    /// <summary>Whether the provider has checked a second factor and the configuration trusts it with that.</summary>
    public bool IsMultiFactor { get; init; }

    /// <summary>The browser's User-Agent header; at most 500 characters are stored.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Leaves the secret out, so that no log can hold it.</summary>
    public override string ToString() =>
        $"{nameof(SignInWithExternalLogin)} {{ Provider = {Provider}, ProviderKey = {ProviderKey} }}";
}

internal sealed class SignInWithExternalLoginValidator : AbstractValidator<SignInWithExternalLogin>
{
    public SignInWithExternalLoginValidator()
    {
        RuleFor(command => command.SessionId)
            .Must(id => id is { Length: >= 43 and <= 128 })
            .Coded("session.invalid", "The session id has to hold 256 random bits.");
        RuleFor(command => command.Provider).MustBeProvider();
        RuleFor(command => command.ProviderKey).MustBeProviderKey();
        RuleFor(command => command.ProviderName).MustBeProviderName();
    }
}

internal sealed class SignInWithExternalLoginHandler(
    WriteContext context,
    SessionOpening opening,
    ILookupNormalizer normalizer,
    RefusedAttempts attempts,
    CurrentMessage current
) : ICommandHandler<SignInWithExternalLogin>
{
    public async Task<CommandResult> Handle(SignInWithExternalLogin request, CancellationToken cancellationToken)
    {
        var linked = await UserQueries.IdByExternalLogin(
            context,
            request.Provider,
            request.ProviderKey,
            cancellationToken
        );
        var userId = linked ?? await IdByEmailAsync(request.VerifiedEmail, cancellationToken);
        if (userId is null)
        {
            attempts.UnknownAccount(
                request.VerifiedEmail ?? "",
                $"Sign-in through {UserText.Clean(request.ProviderName)} refused",
                current.Context.IpAddress
            );
        }

        if (
            userId is null
            || await UserQueries.User(context, userId, cancellationToken) is not { Profile: not null } user
            || !opening.Admits(user, isGuessable: false)
        )
        {
            return CommandResult.Refused(ExternalLoginErrors.SignInRefused);
        }

        var providerName = UserText.Clean(request.ProviderName)!;
        if (linked is null)
        {
            context.Add(user.AddExternalLogin(request.Provider, request.ProviderKey, providerName));
        }

        // A provider named like one of our own sign-in methods must still be treated as a provider.
        var method =
            request.IsMultiFactor ? SignInMethod.WithSecondFactor(providerName)
            : SignInMethod.IsMultiFactor(providerName) ? $"“{providerName}”"
            : providerName;
        await opening.OpenAsync(
            user,
            request.SessionId,
            method,
            request.UserAgent,
            skipsSecondFactor: request.IsMultiFactor,
            cancellationToken: cancellationToken
        );
        return CommandResult.Done;
    }

    // An address that was not confirmed here may be mistyped and belong to someone else.
    private async Task<string?> IdByEmailAsync(string? email, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(email ?? "", out var address, out _))
        {
            return null;
        }

        var normalized = normalizer.NormalizeEmail(address);
        var found = await UserQueries.IdsByConfirmedEmail(context, normalized).ToListAsync(cancellationToken);
        // Stock applications do not enforce unique addresses.
        return found.Count == 1 ? found[0] : null;
    }
}
