using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Account.Queries;
using UserAdmin.Policies;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Tells whether people can sign in, from where signing in reads it (decision 97).</summary>
internal sealed class SignInAbilities(
    WriteContext context,
    UserEditing editing,
    Administrators administrators,
    PolicyReader policies,
    PasswordPreparation passwords,
    TimeProvider time
)
{
    /// <summary>Returns what is known of an account, or null if there is none with a profile.</summary>
    public async Task<SignInAbility?> OfAsync(string userId, CancellationToken cancellationToken)
    {
        if (await UserQueries.User(context, userId, cancellationToken) is not { Profile: not null } user)
        {
            return null;
        }

        var hash = user.PasswordHash;
        var facts = SignInFacts.Of(user) with
        {
            IsPasswordImported = hash is not null && !PasswordPreparation.IsOfIdentity(hash),
            IsPasswordReadable = hash is null || passwords.CanVerify(hash),
            Passkeys = await context
                .Set<IdentityUserPasskey<string>>()
                .CountAsync(passkey => passkey.UserId == user.Id, cancellationToken),
            ExternalLogins = await context
                .UserLogins.Where(login => login.UserId == user.Id)
                .Select(login => login.ProviderDisplayName ?? login.LoginProvider)
                .Order()
                .ToListAsync(cancellationToken),
            NeedsSecondFactor =
                (await policies.CurrentAsync(cancellationToken)).AdministratorsNeedSecondFactor
                && (await AccessReader.PermissionsOfAsync(context, user.Id, cancellationToken)).Count > 0,
        };
        return new(
            SignInRules.Judge(facts, time.GetUtcNow()),
            facts,
            await editing.HoldsMoreAsync(user.Id, cancellationToken),
            await administrators.RefusalAsync(user.Id, cancellationToken) is not null
        );
    }
}
