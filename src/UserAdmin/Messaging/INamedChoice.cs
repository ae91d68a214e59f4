namespace UserAdmin.Messaging;

/// <summary>
/// A value that must be one of a fixed set, like an enum, but with a set that is known only at run time. A message with
/// any other value is refused with <c>message.value-unknown</c> before a handler sees it.
/// </summary>
public interface INamedChoice
{
    /// <summary>Returns whether the value is one of the set.</summary>
    bool IsKnown();
}
