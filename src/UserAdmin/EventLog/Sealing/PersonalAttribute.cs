namespace UserAdmin.EventLog.Sealing;

/// <summary>
/// Marks text that says something about a person. In an event about an account it is stored encrypted, with a key that
/// a purge of the account deletes (decision 93).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PersonalAttribute : Attribute;
