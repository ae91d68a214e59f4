using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Web.Hardening;
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
        var (commands, keys) = (services.GetRequiredService<ICommandBus>(), services.GetRequiredService<INewKeys>());
        await commands.SendAsync(
            new EnsureAdministratorRole(await keys.OfRoleAsync()),
            new CommandContext(Actor.System, Guid.CreateVersion7())
        );

        var section = configuration.GetSection("UserAdmin:FirstAdministrator");
        var (email, password) = (section["Email"], section["Password"]);
        var setup = services.GetRequiredService<IFirstAdministratorSetup>();
        if ((string.IsNullOrEmpty(email) && string.IsNullOrEmpty(password)) || !await setup.IsNeededAsync())
        {
            return;
        }

        if (
            !string.IsNullOrEmpty(email)
            && string.IsNullOrEmpty(password)
            && services.GetRequiredService<IAttachedDatabase>().Shape is not null
        )
        {
            await ChooseAsync(commands, setup, email);
            return;
        }

        if (string.IsNullOrEmpty(email) || string.IsNullOrEmpty(password))
        {
            throw new StartupException(
                "Set both UserAdmin:FirstAdministrator:Email and UserAdmin:FirstAdministrator:Password, or neither."
            );
        }

        var command = new SetUpFirstAdministrator(
            (await keys.OfUsersAsync())[0],
            setup.Token,
            section["DisplayName"] ?? email,
            email,
            password
        );
        var result = await commands.SendAsync(command, new CommandContext(Actor.System, Guid.CreateVersion7()));
        if (result.Errors.Any(error => error.Code == UserErrors.EmailTaken.Code) && await setup.IsNeededAsync())
        {
            // The settings remain after the first start, and the account that they created may be closed by now. That
            // must not prevent the program from starting.
            CommandLine.Say(
                $"Nobody who can sign in is an administrator, and the account {email} exists already, so "
                    + "UserAdmin:FirstAdministrator has no effect. Use the one-time link."
            );
            return;
        }

        if (!result.IsAccepted && !await setup.IsNeededAsync())
        {
            // Another node has created it meanwhile.
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

    /// <summary>Makes an account of the application the first administrator. It keeps its password.</summary>
    private static async Task ChooseAsync(ICommandBus commands, IFirstAdministratorSetup setup, string email)
    {
        if (await setup.FindAsync(email) is not [var userId])
        {
            throw new StartupException(
                $"UserAdmin:FirstAdministrator:Email is {email}, and not exactly one account of the application has "
                    + "this address. Name another account, or set UserAdmin:FirstAdministrator:Password to create one."
            );
        }

        var result = await commands.SendAsync(
            new MakeAdministrator(userId),
            new CommandContext(Actor.System, Guid.CreateVersion7())
        );
        if (!result.IsAccepted)
        {
            throw new StartupException($"{email} cannot be the first administrator: {result.Errors[0].Message}");
        }

        CommandLine.Say(
            await setup.IsNeededAsync()
                ? $"{email} has the role of administrators, but cannot sign in. Name another account in "
                    + "UserAdmin:FirstAdministrator:Email."
                : $"{email} is the first administrator, and signs in with the password of the application."
        );
    }

    /// <summary>Returns the address of the page where a person creates the first administrator.</summary>
    public static string Link(WebApplication app) =>
        $"{BasePath.Below(ServerAddress.Openable(app.Urls.FirstOrDefault() ?? ""), app.Configuration)}"
        + "/account/set-up?token="
        + $"{app.Services.GetRequiredService<IFirstAdministratorSetup>().Token}";
}
