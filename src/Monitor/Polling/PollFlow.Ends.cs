using HotspotManager.Core.Polls;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>What becomes of a poll: an answer, or none.</summary>
public sealed partial class PollFlow
{
    private void Miss(PollTarget target)
    {
        metrics.Missed.Add(1);
        if (target.Sent <= 0)
        {
            // It is this machine that cannot send: that says nothing about the device.
            Finish(target);
            Tell(target, PollOutcome.NotSent);
            schedule.Set(target, timing.NextDue(target.DeviceId, now));
            return;
        }

        // A walk that gets no answer says little: the device has just told who it is; what it was asked for may be too much for it or for the
        // way there.
        var walks = target.IsWalking;
        // It told its SNMPv3 engine and then nothing more: it lives. Many agents meet a wrong privacy password like that.
        var heard = client.WasHeard(target);
        if (!walks && !heard)
        {
            detector.Missed(target.DeviceId, at);
        }

        if (IsLastTry(target))
        {
            Finish(target);
            if (heard)
            {
                Deny(target);
                return;
            }

            if (walks && InventoryFlow.GiveUp(target))
            {
                target.NextInventory = now + InventoryAgain;
            }

            if (!walks)
            {
                Tell(target, target.HasPinged ? PollOutcome.OnlyPing : PollOutcome.Silent);
            }

            target.Part = 0;
            conditions.Silent(target, at);
            target.IsSilent = IsOut(target);
            samples.Put(target);
            schedule.Set(target, walks ? now + Half() : timing.NextDue(target.DeviceId, now));
            return;
        }

        target.Phase = TryPhase.Resting;
        Leave(target.Lane); // while it rests, another one behind the same uplink may be asked
        schedule.Set(target, target.Started + (2 * Half()) + (long)timing.Probes[target.Try].TotalMilliseconds);
    }

    private void TakeReply(in SnmpReply reply)
    {
        var target = reply.Target;
        var strained = target.Try > 0 || target.Phase != TryPhase.First;
        Finish(target);
        (target.StageMisses, target.IsSilent) = (0, false);
        var took = now - target.Started;
        target.AnswerTime = target.AnswerTime > 0 ? target.AnswerTime + ((took - target.AnswerTime) / 4) : took;
        if (reply.Reason == ReplyReason.Denied)
        {
            Deny(target);
            return;
        }

        if (target.IsProbe)
        {
            // It is back: the detector wishes it to be asked again soon, and then for everything.
            target.IsProbe = false;
            Tell(target, strained ? PollOutcome.Strained : PollOutcome.Answered, (int)took);
            detector.Answered(target.DeviceId, at, strained);
            schedule.Set(target, timing.NextDue(target.DeviceId, now));
            return;
        }

        if (target.Stage != PollStage.Poll)
        {
            detector.Answered(target.DeviceId, at, strained);
            var more = inventory.Take(target, reply.Datagram, reply.Reason, out var round);
            var next = more ? now : timing.NextDue(target.DeviceId, now);
            schedule.Set(target, round is null ? next : Math.Min(next, conditions.Take(target, round, clock.Since(reply.Timestamp), at, now)));
            return;
        }

        if (reply.Reason == ReplyReason.None ? !target.Plan!.Take(target) : InventoryFlow.AskLess(target, reply.Reason))
        {
            metrics.TooBig.Add(reply.Reason == ReplyReason.TooBig ? 1 : 0);
            detector.Answered(target.DeviceId, at, strained);
            schedule.Set(target, now);
            return;
        }

        if (reply.Reason == ReplyReason.None)
        {
            var rates = samples.Take(target, clock.Since(reply.Timestamp), at, now);
            if (rates.Rebooted || target.Plan!.LostInterface(target.Slots, target.Label))
            {
                // After a restart interfaces may have other numbers. An interface that stays away is looked for once an hour.
                target.NextInventory = rates.Rebooted ? now : Math.Min(target.NextInventory, target.LastInventory + InventoryAgain);
            }
        }

        Tell(target, strained ? PollOutcome.Strained : PollOutcome.Answered, (int)took);
        detector.Answered(target.DeviceId, at, strained || reply.Reason != ReplyReason.None);
        schedule.Set(target, reply.Reason == ReplyReason.None && InventoryFlow.GoesOn(target) ? now : timing.NextDue(target.DeviceId, now));
    }

    // The device lives, but tells us nothing: somebody has to mend its SNMPv3 user, here or there.
    private void Deny(PollTarget target)
    {
        metrics.Denied.Add(1);
        Tell(target, PollOutcome.Denied);
        detector.Answered(target.DeviceId, at, strained: true);
        Denied?.Invoke(target.DeviceId, target.Usm!.Fault);
        schedule.Set(target, timing.NextDue(target.DeviceId, now));
    }

    private void Tell(PollTarget target, string outcome, int? milliseconds = null)
    {
        if (target.IsOrdered)
        {
            target.IsOrdered = false;
            results.Tell(target.DeviceId, outcome, milliseconds);
        }
    }
}
