using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Account.Queries;

/// <summary>
/// Whether the owner of an account can sign in now, and what decides it. It is read from where signing in reads it, so
/// that the answer is what a sign-in would get (decision 97). The answer is null if there is no such account.
/// </summary>
/// <param name="UserId">Key of the account.</param>
[Permission(Permissions.UsersRead)]
public sealed record GetSignInAbility(string UserId) : IQuery<SignInAbility>;

/// <summary>Whether a person can sign in.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Facts">What decides it.</param>
/// <param name="HoldsMore">Whether the account holds permissions that the person who asks lacks, who may therefore not
/// change it.</param>
/// <param name="IsLastAdministrator">Whether it is the only administrator who can sign in, and so cannot be disabled,
/// locked or deleted.</param>
public sealed record SignInAbility(SignInVerdict Verdict, SignInFacts Facts, bool HoldsMore, bool IsLastAdministrator);

internal sealed class GetSignInAbilityHandler(SignInAbilities abilities)
    : IQueryHandler<GetSignInAbility, SignInAbility>
{
    public async Task<Answer<SignInAbility>> Handle(GetSignInAbility request, CancellationToken cancellationToken) =>
        new() { Value = await abilities.OfAsync(request.UserId, cancellationToken) };
}
