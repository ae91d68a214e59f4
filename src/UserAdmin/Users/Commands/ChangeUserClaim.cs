using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>
/// Changes the value of a claim. Sessions in stock applications end at their next check of the security stamp.
/// </summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="ClaimType">Type of the claim.</param>
/// <param name="From">The current value.</param>
/// <param name="To">The new value, 1 to 1,000 characters.</param>
[Permission(Permissions.UsersClaims)]
public sealed record ChangeUserClaim(string UserId, string ClaimType, string From, string To) : ICommand;

internal sealed class ChangeUserClaimValidator : AbstractValidator<ChangeUserClaim>
{
    public ChangeUserClaimValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.ClaimType).MustBeClaimType();
        RuleFor(command => command.From).NotNull().Coded("claim-value.required", "Enter the claim's current value.");
        RuleFor(command => command.To).MustBeClaimValue();
    }
}

internal sealed class ChangeUserClaimHandler(WriteContext context, UserEditing editing)
    : ICommandHandler<ChangeUserClaim>
{
    public Task<CommandResult> Handle(ChangeUserClaim request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var (type, to) = UserClaims.Clean(request.ClaimType, request.To);
                var claims = await context
                    .UserClaims.Where(claim => claim.UserId == user.Id && claim.ClaimType == type)
                    .ToListAsync(cancellationToken);
                if (claims.Find(claim => claim.ClaimValue == request.From) is not { } claim)
                {
                    return UserErrors.NoSuchClaim with { Field = nameof(request.From) };
                }

                if (to == request.From)
                {
                    return null;
                }

                if (claims.Exists(other => other.ClaimValue == to))
                {
                    return UserErrors.ClaimThere with { Field = nameof(request.To) };
                }

                claim.ClaimValue = to;
                user.ClaimChanged(type, request.From, to);
                await editing.KeepOwnSessionsAsync(user, cancellationToken);
                return null;
            },
            cancellationToken
        );
}
