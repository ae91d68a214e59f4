using Microsoft.Extensions.Options;
using MimeKit;
using UserAdmin.Messaging;
using UserAdmin.Settings;

namespace UserAdmin.Mail;

/// <summary>
/// Writes mail to <c>.eml</c> files while no server is set. Nothing is lost, and any mail program can open them.
/// </summary>
internal sealed class PickupTransport(IOptions<UserAdminOptions> options) : IMailTransport
{
    /// <summary>The folder of the files.</summary>
    public string Folder { get; } = Path.GetFullPath(Path.Combine(options.Value.DataDirectory, "mail"));

    public async Task<MailProblem?> SendAsync(MimeMessage message, string name)
    {
        var (path, unfinished) = (Path.Combine(Folder, name + ".eml"), Path.Combine(Folder, name + ".tmp"));
        try
        {
            Directory.CreateDirectory(Folder);
            var settings = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                // The links in the mails are as sensitive as passwords.
                settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using (var file = new FileStream(unfinished, settings))
            {
                await message.WriteToAsync(file);
                file.Flush(flushToDisk: true);
            }

            // Rename at the end, so that only complete files are picked up.
            File.Move(unfinished, path, overwrite: true);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new MailProblem($"The file could not be written: {fault.Message}", IsGeneral: true);
        }
    }
}
