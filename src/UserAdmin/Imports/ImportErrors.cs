using System.Globalization;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Imports;

/// <summary>Refusals that concern imports and their rows.</summary>
public static class ImportErrors
{
    /// <summary>No import has this id.</summary>
    public static Error NotFound { get; } =
        new("imports.not-found", "There is no such import. The address may be mistyped.");

    /// <summary>The id of the new import is taken.</summary>
    public static Error IdTaken { get; } =
        new("imports.id-taken", "An import with this id already exists. Send the file again with a new id.");

    /// <summary>The step is not possible in the import's current state.</summary>
    public static Error OutOfStep { get; } =
        new(
            "imports.out-of-step",
            "The import has moved on meanwhile, so this step does not fit any more. Look at where it stands now."
        );

    /// <summary>The import is working.</summary>
    public static Error Busy { get; } = new("imports.busy", "The import is still working. Cancel it first.");

    /// <summary>The import has already ended.</summary>
    public static Error Over { get; } =
        new("imports.over", "This import is already over. Send the file again to import it once more.");

    /// <summary>The working files were deleted.</summary>
    public static Error FilesGone { get; } =
        new(
            "imports.files-gone",
            "The rows of this import are no longer on disk. Send the file again to import it once more."
        );

    /// <summary>The program failed several times at the same step.</summary>
    public static Error Fault { get; } =
        new(
            "imports.fault",
            "The program failed several times at the same step. Changes that were already applied stay. The "
                + "program's output says more. Resume the import when the cause is fixed."
        );

    /// <summary>The person in whose name the import runs has lost the account or the permission.</summary>
    public static Error StarterGone { get; } =
        new(
            "imports.starter-gone",
            "The person who started this can no longer import users, so it has stopped. Somebody else can "
                + "resume it in their own name."
        );

    /// <summary>The file could not be stored.</summary>
    public static Error NotReceived { get; } =
        new("imports.not-received", "The file did not arrive completely, so nothing was kept of it. Send it again.");

    /// <summary>The disk that the program writes to is full.</summary>
    public static Error DiskFull { get; } =
        new(
            "imports.disk-full",
            "The server's disk is full, so the last step failed and changed nothing. Ask whoever runs the "
                + "server to free some space, or delete the rows of imports that are over, and try again."
        );

    /// <summary>The person's imports would use more disk space than they may.</summary>
    public static Error QuotaReached { get; } =
        new(
            "imports.quota-reached",
            "With this file, your imports would use more than the 2 GB of the server's disk that one person "
                + "may use. Delete the rows of imports that are over, or split this file, and send it again."
        );

    /// <summary>The file is no longer stored, so it cannot be read again.</summary>
    public static Error FileGone { get; } =
        new(
            "imports.file-gone",
            "The file itself is no longer on the server: it held passwords, or the import is past that "
                + "step. Send it again, saved as CSV (UTF-8) or with the table on its first sheet."
        );

    /// <summary>There are no rows below the titles that were chosen.</summary>
    public static Error NoRowsThere { get; } =
        new(
            "imports.no-rows-there",
            "There are no rows below those titles. Choose another sheet or another row with titles."
        );

    /// <summary>The file is too large.</summary>
    public static Error TooLarge { get; } =
        new("imports.too-large", "The file is larger than 200 MB. Split it and import the parts one after the other.");

    /// <summary>There are no rows below the titles.</summary>
    public static Error NoRows { get; } =
        new("imports.no-rows", "The file has column titles but no rows below them. Choose a file with rows.");

    /// <summary>The mapping does not match the columns of the file.</summary>
    public static Error ColumnsInvalid { get; } =
        new(
            "imports.columns-invalid",
            "Say for each column of the file what it holds, and for each field at most one column.",
            nameof(ImportOptions.Columns)
        );

    /// <summary>A cell that is to be corrected is not there, is not imported, or holds a password hash.</summary>
    public static Error NoSuchCell { get; } =
        new(
            "imports.no-such-cell",
            "Only cells of the file's rows can be corrected, in columns that are imported. Password hashes and secrets "
                + "of authenticator apps can only be left out."
        );

    /// <summary>No column holds the field that rows are matched on.</summary>
    public static Error KeyNotMapped { get; } =
        new(
            "imports.key-not-mapped",
            "No column holds the field that rows are matched on. Choose a column for it, or match on another field.",
            nameof(ImportOptions.MatchOn)
        );

    /// <summary>Rows cannot be matched on this field.</summary>
    public static Error KeyInvalid { get; } =
        new(
            "imports.key-invalid",
            "Rows can be matched on email, user name, id or external id.",
            nameof(ImportOptions.MatchOn)
        );

    /// <summary>An account cannot be created without an address.</summary>
    public static Error EmailNotMapped { get; } =
        new(
            "imports.email-not-mapped",
            "New accounts need an email address, and no column holds one. Choose a column for it, or only update.",
            nameof(ImportOptions.Columns)
        );

    /// <summary>The mapping would not change anything.</summary>
    public static Error NothingMapped { get; } =
        new(
            "imports.nothing-mapped",
            "Only the column that rows are matched on is used, so nothing would change. Say what the others hold.",
            nameof(ImportOptions.Columns)
        );

    /// <summary>Too many roles, or a role chosen twice.</summary>
    public static Error RolesInvalid { get; } =
        new("imports.roles-invalid", "Choose at most 20 roles, each once.", nameof(ImportOptions.RoleIds));

    /// <summary>Nobody, or too many people to invite at once.</summary>
    public static Error PeopleInvalid { get; } = new("imports.people-invalid", "Invite 1 to 1,000 people at once.");

    /// <summary>The pasted list is too long to be read.</summary>
    public static Error ListTooLong { get; } =
        new(
            "imports.list-too-long",
            "This list is longer than 80,000 characters. Invite the people in parts, or import them from a file."
        );

    /// <summary>There is no address in this part of a pasted list.</summary>
    public static Error NoAddress { get; } =
        new("imports.no-address", "There is no email address here.", nameof(ImportField.Email));

    /// <summary>A pasted list names more people than can be invited at once.</summary>
    /// <param name="count">How many it names.</param>
    public static Error TooManyPeople(int count) =>
        new(
            "imports.too-many-people",
            string.Create(
                CultureInfo.InvariantCulture,
                $"This list names {count:N0} people; 1,000 can be invited at once. Invite them in parts, or import "
                    + $"them from a file."
            )
        );

    /// <summary>Another line of the list has the same address.</summary>
    /// <param name="line">That line.</param>
    public static Error ListedTwice(int line) =>
        new(
            "imports.listed-twice",
            string.Create(CultureInfo.InvariantCulture, $"The same address is on line {line} already."),
            nameof(ImportField.Email)
        );

    /// <summary>The cell that the row is matched on is empty.</summary>
    public static Error KeyMissing { get; } =
        new(
            "imports.key-missing",
            "The cell that the row is matched on is empty, so it is unknown whose row this is. Fill it in."
        );

    /// <summary>There is no account to update.</summary>
    public static Error NoMatch { get; } =
        new(
            "imports.no-match",
            "No account matches this row, and the import only changes existing accounts. Correct the key, or "
                + "import the row with creating allowed."
        );

    /// <summary>A column is to be imported into an attribute that cannot be set here.</summary>
    /// <param name="field">The attribute.</param>
    public static Error AttributeFixed(ImportField field) =>
        new(
            "imports.attribute-fixed",
            $"“{field.Name[AccountAttribute.Prefix.Length..]}” is only shown here, or the application no longer has "
                + "it. Leave that column out, or ask whoever runs the console to name it in "
                + "UserAdmin:EditableAttributes.",
            nameof(ImportOptions.Columns)
        );

    /// <summary>Columns that may say which accounts are disabled, locked or deleted are not used.</summary>
    /// <param name="titles">Their titles.</param>
    public static Error StatesIgnored(IReadOnlyList<string> titles) =>
        new(
            "imports.states-ignored",
            $"{string.Join(", ", titles.Select(title => $"“{title}”"))} may say who is blocked or deleted, "
                + $"but no field is chosen for that, so everybody would be imported as active. Say what it holds, or "
                + $"tick that everybody is to be active.",
            nameof(ImportOptions.Columns)
        );

    /// <summary>A state was not understood.</summary>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    /// <param name="value">The cell's text.</param>
    public static Error StateUnknown(string cell, string value) =>
        new(
            "imports.state-unknown",
            $"Cell {cell} holds “{(value.Length > 40 ? value[..40] + "…" : value)}”, which does not say whether "
                + $"the account may sign in. Write active, disabled or deleted, or yes or no if the column "
                + $"asks that.",
            nameof(ImportField.State)
        );

    /// <summary>A time was not understood.</summary>
    /// <param name="field">What the cell holds.</param>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    /// <param name="value">The cell's text.</param>
    public static Error MomentUnknown(ImportField field, string cell, string value) =>
        new(
            "imports.moment-unknown",
            $"Cell {cell} holds “{Short(value)}”, which is no time. Write it as 2026-01-31 09:30, or leave it empty.",
            field.Name
        );

    /// <summary>A yes or no was not understood.</summary>
    /// <param name="field">What the cell holds.</param>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    /// <param name="value">The cell's text.</param>
    public static Error FlagUnknown(ImportField field, string cell, string value) =>
        new(
            "imports.flag-unknown",
            $"Cell {cell} holds “{Short(value)}”, which is neither yes nor no. Write one of them, or leave it empty.",
            field.Name
        );

    /// <summary>The secret of an authenticator app cannot be used.</summary>
    /// <param name="reason">Why, in sentences.</param>
    public static Error SecretRefused(string reason) =>
        new("imports.secret-refused", reason, nameof(ImportField.TwoFactorSecret));

    /// <summary>An external login was not understood.</summary>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    public static Error LoginUnreadable(string cell) =>
        new(
            "imports.login-unreadable",
            $"Cell {cell} does not say which provider the person signs in with. Write it as google|1080, with at most "
                + "128 characters on either side, or say which column holds the provider.",
            nameof(ImportField.ExternalLogins)
        );

    /// <summary>Another account, or another row of the file, has the external login.</summary>
    /// <param name="provider">The provider.</param>
    public static Error LoginTaken(string provider) =>
        new(
            "imports.login-taken",
            $"Somebody else signs in with this account at {Short(provider)}. Leave it with one of the two.",
            nameof(ImportField.ExternalLogins)
        );

    /// <summary>No role has this name, and the import does not create roles.</summary>
    /// <param name="name">The name.</param>
    public static Error RoleUnknown(string name) =>
        new(
            "imports.role-unknown",
            $"There is no role “{Short(name)}”. Correct the name, or have the roles created that do not exist.",
            nameof(ImportField.Roles)
        );

    /// <summary>The cell is empty in a column that says who may sign in.</summary>
    /// <param name="cell">The cell, such as <c>C2</c>.</param>
    public static Error StateMissing(string cell) =>
        new(
            "imports.state-missing",
            $"Cell {cell} is empty, so it is unknown whether the account may sign in. Write yes or no.",
            nameof(ImportField.Enabled)
        );

    /// <summary>The row would change the account of the person who imports.</summary>
    public static Error OwnAccount { get; } =
        new(
            "imports.own-account",
            "This row would change your own account, and an import never changes the account of the person "
                + "who runs it. Take the row out, or change your account on your own page."
        );

    /// <summary>Rows change accounts that hold permissions, and nobody has confirmed that.</summary>
    /// <param name="count">The number of such rows.</param>
    public static Error HoldersUnconfirmed(int count) =>
        new(
            "imports.holders-unconfirmed",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{count:N0} "
                    + $"{(count == 1 ? "row changes an account that holds" : "rows change accounts that hold")} "
                    + $"permissions. Look at them, tick that they are to be changed, and start the import again."
            ),
            nameof(Commands.StartImport.ChangesHolders)
        );

    /// <summary>
    /// The account has held permissions only since the preview, and changing such accounts was not confirmed.
    /// </summary>
    public static Error HolderMeanwhile { get; } =
        new(
            "imports.holder-meanwhile",
            "This account has got permissions since the preview, and nobody has ticked that such accounts are "
                + "to be changed, so the row was left alone. Import it again."
        );

    /// <summary>An account already matches the row.</summary>
    public static Error Exists { get; } =
        new("imports.exists", "An account already matches this row, and the import only creates new accounts.");

    /// <summary>The password hash cannot be imported.</summary>
    /// <param name="reason">Why, in sentences.</param>
    public static Error HashRefused(string reason) =>
        new("imports.hash-refused", reason, nameof(ImportField.PasswordHash));

    /// <summary>The application whose accounts these are would not verify the hash.</summary>
    /// <param name="kind">What made the hash.</param>
    public static Error HashNotVerified(string kind) =>
        new(
            "imports.hash-not-verified",
            $"This is a hash of {kind}, and the application whose accounts these are cannot verify it, so the person "
                + "could not sign in there. Add the package UserAdmin.PasswordHashes and AddImportedPasswordHashes to "
                + "the application first, or leave the column out and invite people.",
            nameof(ImportField.PasswordHash)
        );

    /// <summary>The parameters of a Firebase project are none.</summary>
    /// <param name="problem">What is wrong, as a sentence.</param>
    public static Error FirebaseInvalid(string problem) =>
        new("imports.firebase-invalid", problem, nameof(ImportOptions.Firebase));

    /// <summary>The key of the Firebase project was encrypted with keys that are gone.</summary>
    public static Error FirebaseKeyLost { get; } =
        new(
            "imports.firebase-key-lost",
            "The signer key that was entered earlier can no longer be read. Enter it again.",
            nameof(ImportOptions.Firebase)
        );

    /// <summary>The value is no password hash of any kind.</summary>
    public static Error NotAHash { get; } =
        new(
            "imports.not-a-hash",
            "This is no password hash, and may be the password itself, so it was not kept. Passwords are never "
                + "imported: leave the cell empty and invite the person.",
            nameof(ImportField.PasswordHash)
        );

    /// <summary>The account was created, removed or made usable again after the preview.</summary>
    public static Error OtherwiseMeanwhile { get; } =
        new(
            "imports.otherwise-meanwhile",
            "Since the preview the account for this row was created, removed, enabled, restored or unlocked, so "
                + "the row was left alone. Import it again to see what it would do now."
        );

    /// <summary>The column's title says that it holds plain-text passwords.</summary>
    /// <param name="title">The column's title.</param>
    public static Error ClearPasswords(string title) =>
        new(
            "imports.clear-passwords",
            $"The column “{title}” seems to hold passwords as people type them. They are never imported, "
                + "and its cells were not kept. Leave the column out and invite people instead. A column of hashes "
                + "is taken if all its values are hashes of a known kind.",
            nameof(ImportOptions.Columns)
        );

    /// <summary>Another row of the file has the same key or address.</summary>
    /// <param name="what">The field, in words.</param>
    /// <param name="field">Its name.</param>
    /// <param name="otherRow">The other row, as a spreadsheet counts.</param>
    public static Error Repeated(string what, string field, int otherRow) =>
        new(
            "imports.repeated",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Row {otherRow} has the same {what}. Leave one of the two in the file."
            ),
            field
        );

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;

    /// <summary>Somebody changed a field after the preview.</summary>
    /// <param name="edit">The conflict that the merge found. The message leaves out the value, because it is written to
    /// the log.</param>
    internal static Error ChangedMeanwhile(StaleEdit edit) =>
        new(
            "imports.changed-meanwhile",
            $"{edit.ChangedBy} changed “{edit.Field}” at {edit.ChangedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, "
                + "after the preview, so the row was left alone. Import it again to overwrite that change.",
            edit.Field
        );
}
