using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay.Tests;

/// <summary>Passes everything on to another core and changes one word of one of its decisions, or takes it away, or doubles it.</summary>
/// <param name="core">The core.</param>
/// <param name="kind">Kind of the decision.</param>
/// <param name="occurrence">Which of them, from 1.</param>
/// <param name="alteration">What is done to it.</param>
/// <param name="word">Word of the payload that is changed.</param>
internal struct AlteringCore(PlainCore core, EventKind kind, int occurrence, Alteration alteration, int word = 0) : ICoreHandler
{
    private PlainCore _core = core;
    private int _seen;
    private DecisionBatch _made;

    public void OnEvent(in Event e, long sequence, ref DecisionBatch decisions)
    {
        _made.Clear();
        _core.OnEvent(e, sequence, ref _made);
        for (int i = 0; i < _made.Count; i++)
        {
            bool isMeant = _made[i].Kind == kind && ++_seen == occurrence;
            if (isMeant && alteration == Alteration.Remove)
                continue;
            ref Event decision = ref decisions.Add(_made[i].Kind, 0, 0);
            decision = _made[i];
            if (!isMeant)
                continue;
            if (alteration == Alteration.ChangeWord)
                decision.Words[word] ^= 1;
            else if (alteration == Alteration.ChangeHead)
                decision.Flags = EventFlags.FromRest;
            else
                decisions.Add(decision.Kind, 0, 0) = decision;
        }
    }

    public readonly ulong StateHash() => _core.StateHash();
}
