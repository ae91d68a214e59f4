using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Users.Commands;

/// <summary>Adds a claim that applications see.</summary>
/// <param name="UserId">Key of the account.</param>
/// <param name="ClaimType">Type, 1 to 256 characters; not one of the types that the account itself or its roles
/// provide.</param>
/// <param name="Value">Value, 1 to 1,000 characters.</param>
[Permission(Permissions.UsersClaims)]
public sealed record AddUserClaim(string UserId, string ClaimType, string Value) : ICommand;

internal sealed class AddUserClaimValidator : AbstractValidator<AddUserClaim>
{
    public AddUserClaimValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.ClaimType).MustBeClaimType();
        RuleFor(command => command.Value).MustBeClaimValue();
    }
}

internal sealed class AddUserClaimHandler(WriteContext context, UserEditing editing) : ICommandHandler<AddUserClaim>
{
    public Task<CommandResult> Handle(AddUserClaim request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var (type, value) = UserClaims.Clean(request.ClaimType, request.Value);
                if (
                    await context.UserClaims.AnyAsync(
                        claim => claim.UserId == user.Id && claim.ClaimType == type && claim.ClaimValue == value,
                        cancellationToken
                    )
                )
                {
                    return UserErrors.ClaimThere;
                }

                context.Add(
                    new IdentityUserClaim<string>
                    {
                        UserId = user.Id,
                        ClaimType = type,
                        ClaimValue = value,
                    }
                );
                user.ClaimAdded(type, value);
                return null;
            },
            cancellationToken
        );
}
