using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Removes a claim. Sessions in stock applications end at their next check of the security stamp.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="ClaimType">Type of the claim.</param>
/// <param name="Value">Value of the claim.</param>
[Permission(Permissions.UsersClaims)]
public sealed record RemoveUserClaim(string UserId, string ClaimType, string Value) : ICommand;

internal sealed class RemoveUserClaimValidator : AbstractValidator<RemoveUserClaim>
{
    public RemoveUserClaimValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.ClaimType).MustBeClaimType();
        RuleFor(command => command.Value).NotNull().Coded("claim-value.required", "Enter the claim's value.");
    }
}

internal sealed class RemoveUserClaimHandler(WriteContext context, UserEditing editing)
    : ICommandHandler<RemoveUserClaim>
{
    public Task<CommandResult> Handle(RemoveUserClaim request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var claims = await context
                    .UserClaims.Where(claim =>
                        claim.UserId == user.Id
                        && claim.ClaimType == request.ClaimType
                        && claim.ClaimValue == request.Value
                    )
                    .ToListAsync(cancellationToken);
                if (claims.Count == 0)
                {
                    return UserErrors.NoSuchClaim;
                }

                // A stock application may have stored the claim twice.
                context.RemoveRange(claims);
                user.ClaimRemoved(request.ClaimType, request.Value);
                await editing.KeepOwnSessionsAsync(user, cancellationToken);
                return null;
            },
            cancellationToken
        );
}
