using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Samples.MinimalApi;

/// <summary>Rules of the company, which read the database.</summary>
public class CompanyRules(ApplicationDbContext database) : IUserValidator<ApplicationUser>
{
    /// <inheritdoc/>
    public async Task<IdentityResult> ValidateAsync(UserManager<ApplicationUser> manager, ApplicationUser user)
    {
        List<IdentityError> errors = [];
        if (user.UserName == "root")
        {
            errors.Add(new IdentityError { Code = "UserNameReserved", Description = "Nobody here is called root." });
        }

        if (user.Email?.EndsWith("@example.com", StringComparison.OrdinalIgnoreCase) is not true)
        {
            errors.Add(new IdentityError { Code = "EmailOutside", Description = "Use an address of the company." });
        }

        if (
            user.PhoneNumber is { } number
            && await database.Users.AnyAsync(other => other.PhoneNumber == number && other.Id != user.Id)
        )
        {
            errors.Add(new IdentityError { Code = "PhoneTaken", Description = "Somebody has this phone number." });
        }

        return errors.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. errors]);
    }
}
