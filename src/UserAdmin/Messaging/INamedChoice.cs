namespace UserAdmin.Messaging;

/// <summary>
/// A value of a message that has to name one of those there are, as an enum does, where what there is is only known at
/// run time. A message with another one is refused with <c>message.value-unknown</c> before any handler sees it.
/// </summary>
public interface INamedChoice
{
    /// <summary>Whether there is such a one.</summary>
    bool IsKnown();
}
