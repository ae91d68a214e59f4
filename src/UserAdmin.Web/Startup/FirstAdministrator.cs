using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Web.Mail;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Makes sure that somebody can sign in: creates the role and, for unattended starts, the first administrator.
/// </summary>
internal static class FirstAdministrator
{
    /// <exception cref="StartupException">The settings are present but not valid.</exception>
    public static async Task PrepareAsync(IServiceProvider services, IConfiguration configuration)
    {
        var commands = services.GetRequiredService<ICommandBus>();
        await commands.SendAsync(
            new EnsureAdministratorRole(Guid.CreateVersion7().ToString()),
            new CommandContext(Actor.System, Guid.CreateVersion7())
        );

        var section = configuration.GetSection("UserAdmin:FirstAdministrator");
        var (email, password) = (section["Email"], section["Password"]);
        var setup = services.GetRequiredService<IFirstAdministratorSetup>();
        if ((string.IsNullOrEmpty(email) && string.IsNullOrEmpty(password)) || !await setup.IsNeededAsync())
        {
            return;
        }

        if (string.IsNullOrEmpty(email) || string.IsNullOrEmpty(password))
        {
            throw new StartupException(
                "Set both UserAdmin:FirstAdministrator:Email and UserAdmin:FirstAdministrator:Password, or neither."
            );
        }

        var command = new SetUpFirstAdministrator(
            Guid.CreateVersion7().ToString(),
            setup.Token,
            section["DisplayName"] ?? email,
            email,
            password
        );
        var result = await commands.SendAsync(command, new CommandContext(Actor.System, Guid.CreateVersion7()));
        if (result.Errors.Any(error => error.Code == UserErrors.EmailTaken.Code))
        {
            // The settings remain after the first start, and the account that they created may be closed by now. That
            // must not prevent the program from starting.
            CommandLine.Say(
                $"Nobody who can sign in is an administrator, and the account {email} exists already, so "
                    + "UserAdmin:FirstAdministrator has no effect. Use the one-time link."
            );
            return;
        }

        if (!result.IsAccepted)
        {
            throw new StartupException(
                "The first administrator was refused. "
                    + string.Join(
                        ' ',
                        result.Errors.Select(error =>
                            $"UserAdmin:FirstAdministrator{(error.Field is null ? "" : $":{error.Field}")}: "
                            + $"{error.Message}"
                        )
                    )
            );
        }

        CommandLine.Say($"The first administrator, {email}, was created.");
    }

    /// <summary>Returns the address of the page where a person creates the first administrator.</summary>
    public static string Link(WebApplication app) =>
        $"{ServerAddress.Openable(app.Urls.FirstOrDefault() ?? "")}/account/set-up?token="
        + $"{app.Services.GetRequiredService<IFirstAdministratorSetup>().Token}";
}
