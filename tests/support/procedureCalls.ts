import { randomUUID } from 'node:crypto';
import type { Hub, HubUser } from './app.ts';
import { publicationOf } from './publication.ts';
import { skillText } from './skillFolder.ts';

/** A skill that is there for one call, and who makes it. */
export interface CallSubject {
  hub: Hub;
  /** The skill's name, used by no other call. */
  name: string;
  /** Its reference, `acme/<name>`; version 1.0.0 is installable. */
  skillId: string;
  caller: Pick<HubUser, 'name' | 'client'>;
}

/** The publisher of every subject, and the one that it may be transferred to. */
export const PUBLISHERS = ['acme', 'acme-labs'];

/** A skill of its own for a call of that caller. */
export async function subjectFor(hub: Hub, caller: CallSubject['caller']): Promise<CallSubject> {
  const name = `s-${randomUUID().slice(0, 8)}`;
  await hub.importFiles({ [`${name}/SKILL.md`]: skillText({ name }) });
  return { hub, name, skillId: `acme/${name}`, caller };
}

const REASON = 'It deletes too much.';

/** An input of each mutation that changes something when an admin sends it, and of queries about one publisher; what it needs is made first. */
export const INPUTS: Readonly<Record<string, (subject: CallSubject) => unknown>> = {
  'accounts.create': ({ name }) => ({ name, roles: ['reviewer'] }),
  'accounts.setRoles': async ({ hub, name }) => {
    await hub.addUser(name);
    return { name, roles: ['reviewer'] };
  },
  'accounts.disable': async ({ hub, name }) => {
    await hub.addUser(name);
    return { name, reason: REASON };
  },
  'accounts.enable': async ({ hub, name }) => {
    await hub.addUser(name);
    await hub.ownerClient.accounts.disable.mutate({ name, reason: REASON });
    return { name };
  },
  'agents.register': ({ name }) => ({ id: name }),
  'agents.remove': async ({ name, caller }) => {
    await caller.client.agents.register.mutate({ id: name });
    return { id: name };
  },
  'agents.update': async ({ name, caller }) => {
    await caller.client.agents.register.mutate({ id: name });
    return { id: name, maturity: 'supervised' };
  },
  'installs.install': ({ skillId }) => ({ skillId }),
  'installs.uninstall': async ({ skillId, caller }) => {
    const { installId } = await caller.client.installs.install.mutate({ skillId });
    return { installId };
  },
  'moderation.approve': async ({ hub, skillId }) => {
    await hub.changeState(skillId, '1.0.0', { decision: 'undecided' });
    return { skillId };
  },
  'moderation.block': ({ skillId }) => ({ skillId, version: '1.0.0', reason: REASON }),
  'moderation.purge': ({ skillId }) => ({ skillId, version: '1.0.0', reason: REASON }),
  'moderation.unblock': async ({ hub, skillId }) => {
    const blocked = { skillId, version: '1.0.0', reason: REASON };
    await hub.ownerClient.moderation.block.mutate(blocked);
    return blocked;
  },
  'publishers.members': () => ({ publisher: 'acme' }),
  // Not of the subject's publisher, whose skills others have to see.
  'publishers.setVisibility': () => ({ publisher: 'acme-labs', visibility: 'members' }),
  'publishing.import': ({ name }) => ({
    source: { type: 'raw_content', content: skillText({ name: `${name}-in` }), name: `${name}-in` },
    publisher: 'acme',
  }),
  'publishing.publish': ({ name }) => publicationOf('acme', `${name}-out`),
  'publishing.yank': ({ skillId }) => ({ skillId, version: '1.0.0', reason: REASON }),
  'ratings.appeal': async ({ hub, name, skillId, caller }) => {
    const ratingId = await ratingOf(caller, skillId);
    const reviewer = await hub.addUser(`${name}-reviewer`, { roles: ['member', 'reviewer'] });
    await reviewer.client.ratings.hide.mutate({ ratingId, reason: REASON });
    return { ratingId, text: 'It does not.' };
  },
  'ratings.dismissReports': async (subject) => {
    const ratingId = await foreignRating(subject);
    await subject.caller.client.ratings.report.mutate({ ratingId, reason: REASON });
    return { ratingId };
  },
  'ratings.hide': async (subject) => ({
    ratingId: await foreignRating(subject),
    reason: REASON,
  }),
  'ratings.rate': ({ skillId }) => ({ skillId, rating: 4 }),
  'ratings.rejectAppeal': async (subject) => {
    const rater = await subject.hub.addUser(`${subject.name}-rater`);
    const ratingId = await ratingOf(rater, subject.skillId);
    await subject.hub.ownerClient.ratings.hide.mutate({ ratingId, reason: REASON });
    await rater.client.ratings.appeal.mutate({ ratingId, text: 'It does not.' });
    return { ratingId, reason: 'It does.' };
  },
  'ratings.remove': async ({ skillId, caller }) => {
    await ratingOf(caller, skillId);
    return { skillId };
  },
  'ratings.report': async (subject) => ({
    ratingId: await foreignRating(subject),
    reason: REASON,
  }),
  'ratings.restore': async (subject) => {
    const ratingId = await foreignRating(subject);
    await subject.hub.ownerClient.ratings.hide.mutate({ ratingId, reason: REASON });
    return { ratingId };
  },
  // Of a hub whose GitHub has approved: see `signIn/gitHubServer.ts`.
  'signIn.finish': async ({ hub }) => {
    const { attempt } = await hub.client.signIn.start.mutate({ method: 'github' });
    return { attempt };
  },
  'signIn.start': () => ({ method: 'github' }),
  'skills.deprecate': ({ skillId }) => ({ skillId }),
  'skills.rename': ({ skillId, name }) => ({ skillId, name: `${name}-renamed` }),
  'skills.setCategory': ({ skillId }) => ({ skillId, category: 'research' }),
  'skills.setTags': ({ skillId }) => ({ skillId, tags: ['curated'] }),
  'skills.setVisibility': ({ skillId }) => ({ skillId, visibility: 'members' }),
  'skills.transfer': ({ skillId }) => ({ skillId, publisher: 'acme-labs' }),
  'skills.undeprecate': async ({ hub, skillId }) => {
    await hub.ownerClient.skills.deprecate.mutate({ skillId });
    return { skillId };
  },
  'tokens.create': ({ name }) => ({ name, scopes: ['read'] }),
  'tokens.revoke': async ({ name, caller }) => {
    const { id } = await caller.client.tokens.create.mutate({ name, scopes: ['read'] });
    return { id };
  },
};

/** The id of a rating that the person makes. */
async function ratingOf({ client }: CallSubject['caller'], skillId: string): Promise<string> {
  await client.ratings.rate.mutate({ skillId, rating: 1 });
  const { rating } = await client.ratings.mine.query({ skillId });
  if (rating === null) throw new Error(`the rating of ${skillId} is not there`);
  return rating.id;
}

/** The id of a rating of the skill by somebody else. */
async function foreignRating({ hub, name, skillId }: CallSubject): Promise<string> {
  return ratingOf(await hub.addUser(`${name}-rater`), skillId);
}
