namespace UserAdmin.Messaging;

/// <summary>Refusals that any message can meet.</summary>
public static class MessagingErrors
{
    /// <summary>Nobody has signed in, or the account may no longer be used.</summary>
    public static Error NotSignedIn { get; } = new("not-signed-in", "Sign in to do this.");

    /// <summary>Something is still asked of the person before the session counts.</summary>
    public static Error NotFinishedSigningIn { get; } =
        new(
            "not-finished-signing-in",
            "Finish signing in first: choose the new password or set up the second factor that is asked for."
        );

    /// <summary>The actor's roles, as they are now, do not hold the permission.</summary>
    /// <param name="permission">The permission it needs.</param>
    public static Error NotPermitted(string permission) =>
        new(
            "not-permitted",
            $"You do not have permission to do this. It needs “{permission}”; ask an administrator for a "
                + "role that holds it."
        );

    /// <summary>Something else had the id of the new thing, even if that is gone.</summary>
    public static Error IdUsed { get; } =
        new("id.used", "This id was used before, and ids are used once, ever. Send the command again with a new id.");

    /// <summary>The command id was used for another command or by another actor.</summary>
    public static Error CommandIdReused { get; } =
        new(
            "command-id-reused",
            "This command id was already used for something else. Send the command again with a new id."
        );
}
