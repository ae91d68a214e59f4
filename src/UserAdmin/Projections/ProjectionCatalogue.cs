using System.Collections.Frozen;
using System.Reflection;
using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>The projections that apply each event type, found once by reflection.</summary>
internal sealed class ProjectionCatalogue
{
    private readonly FrozenDictionary<Type, Action<IEvent, EventRecord, IReadModelRows>[]> _appliers;

    public ProjectionCatalogue()
        : this(
            typeof(ProjectionCatalogue)
                .Assembly.GetTypes()
                .Where(type => type.IsClass && !type.IsAbstract && Projects(type).Any())
                .Select(type => Activator.CreateInstance(type)!)
        ) { }

    private ProjectionCatalogue(IEnumerable<object> projections)
    {
        var all = projections.ToList();
        _appliers = EventCodec.Types.Values.ToFrozenDictionary(
            type => type,
            type =>
                all.SelectMany(projection =>
                        Projects(projection.GetType())
                            .Where(project => project.IsAssignableFrom(type))
                            .Select(project => (projection, project))
                    )
                    .Select(pair => Applier(pair.projection, pair.project))
                    .ToArray()
        );
    }

    /// <summary>
    /// Creates a catalogue of all projections except those that write a line for every event of any kind, which is
    /// half of the work and not part of what a subject is.
    /// </summary>
    public static ProjectionCatalogue OfStates() =>
        new(
            typeof(ProjectionCatalogue)
                .Assembly.GetTypes()
                .Where(type =>
                    type.IsClass && !type.IsAbstract && Projects(type).Any() && !Projects(type).Contains(typeof(IEvent))
                )
                .Select(type => Activator.CreateInstance(type)!)
        );

    /// <summary>Creates a catalogue of the given projections.</summary>
    public static ProjectionCatalogue Of(params IEnumerable<object> projections) => new(projections);

    public void Apply(IEvent @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var apply in _appliers[@event.GetType()])
        {
            apply(@event, record, rows);
        }
    }

    /// <summary>Returns the event types that a projection applies.</summary>
    public static IEnumerable<Type> Projects(Type projection) =>
        projection
            .GetInterfaces()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IProject<>))
            .Select(type => type.GetGenericArguments()[0]);

    private static Action<IEvent, EventRecord, IReadModelRows> Applier(object projection, Type eventType) =>
        typeof(ProjectionCatalogue)
            .GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(eventType)
            .CreateDelegate<Func<object, Action<IEvent, EventRecord, IReadModelRows>>>()(projection);

    private static Action<IEvent, EventRecord, IReadModelRows> Typed<TEvent>(object projection)
        where TEvent : IEvent
    {
        var typed = (IProject<TEvent>)projection;
        return (@event, record, rows) => typed.Apply((TEvent)@event, record, rows);
    }
}
