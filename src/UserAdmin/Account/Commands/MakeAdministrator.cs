using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>Gives a user the role Administrator from the command line, where the role's key is not known: a way back in, and for demo data.</summary>
/// <param name="UserId">Key of the account.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record MakeAdministrator(string UserId) : ICommand;

internal sealed class MakeAdministratorValidator : AbstractValidator<MakeAdministrator>
{
    public MakeAdministratorValidator() => RuleFor(command => command.UserId).MustBeId();
}

internal sealed class MakeAdministratorHandler(WriteContext context, UserEditing editing, ILookupNormalizer normalizer) : ICommandHandler<MakeAdministrator>
{
    public async Task<CommandResult> Handle(MakeAdministrator request, CancellationToken cancellationToken)
    {
        var (user, refusal) = await editing.FindAsync(request.UserId, cancellationToken);
        if (user is null)
        {
            return CommandResult.Refused(refusal!);
        }

        var normalized = normalizer.NormalizeName(Role.AdministratorName);
        var role = await context.Roles.SingleAsync(role => role.NormalizedName == normalized, cancellationToken);
        if (!await context.UserRoles.AnyAsync(member => member.UserId == user.Id && member.RoleId == role.Id, cancellationToken))
        {
            context.Add(new IdentityUserRole<string> { UserId = user.Id, RoleId = role.Id });
            user.RoleAssigned(role);
        }

        return CommandResult.Done;
    }
}
