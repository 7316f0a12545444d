import { setTimeout as wait } from 'node:timers/promises';
import { ConnectionFailure } from '@sutazai/service-kit';
import { type Channel, Connection, type Consumer, ConsumerStatus, type Publisher } from 'rabbitmq-client';
import type { Job, TaskQueue, Verdict } from './queue.ts';

export interface RabbitOptions {
  hostname: string;
  port: number;
  username: string;
  password: string;
  log?: (message: string) => void;
}

const dead = 'agents.dead';
const cancelled = 'agents.cancel';
/** A run may take hours; RabbitMQ takes a job back after thirty minutes if it is not told otherwise. */
const longestRun = 12 * 3_600_000;
const pause = 5_000;

const queueOf = (agent: string) => `agent.${agent}`;
const laterOf = (agent: string) => `agent.${agent}.later`;

/** Declared the same way by all who use them: a queue of another form would be refused. */
function declarations(agent: string) {
  return [
    { queue: dead, durable: true },
    {
      queue: queueOf(agent),
      durable: true,
      arguments: {
        'x-max-priority': 9,
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': dead,
        'x-consumer-timeout': longestRun,
      },
    },
    {
      queue: laterOf(agent),
      durable: true,
      arguments: { 'x-message-ttl': pause, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': queueOf(agent) },
    },
  ];
}

/**
 * RabbitMQ: a durable queue with priorities per agent, a second one in which jobs wait before they come again, one for dead
 * letters. The client reconnects and subscribes again by itself.
 */
export function openRabbit(options: RabbitOptions): TaskQueue {
  const connection = new Connection({
    ...{ hostname: options.hostname, port: options.port, username: options.username, password: options.password },
    ...{
      connectionName: 'sutazai-backend',
      connectionTimeout: 3_000,
      acquireTimeout: 3_000,
      retryLow: 300,
      retryHigh: 5_000,
      heartbeat: 20,
    },
  });
  const ready: (() => void)[] = [];
  const cancels: ((task: string) => void)[] = [];
  const consumers: Consumer[] = [];
  const declared = new Set<string>();
  let told = false;
  connection.on('error', (error: unknown) => {
    if (!told) options.log?.(`rabbitmq: ${error instanceof Error ? error.message : String(error)}`);
    told = true;
  });
  connection.on('connection', () => {
    told = false;
    // A broker that was made anew has none of the queues.
    declared.clear();
    for (const tell of ready) tell();
  });

  const publisher: Publisher = connection.createPublisher({
    confirm: true,
    maxAttempts: 2,
    exchanges: [{ exchange: cancelled, type: 'fanout', durable: false }],
  });
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!connection.ready) throw new ConnectionFailure('not connected');
    try {
      return await work();
    } catch (error) {
      throw new ConnectionFailure(error instanceof Error ? error.message : String(error), { cause: error });
    }
  };
  let channel: Promise<Channel> | undefined;
  async function declare(agent: string): Promise<void> {
    if (declared.has(agent)) return;
    for (const queue of declarations(agent)) await connection.queueDeclare(queue);
    declared.add(agent);
  }
  const send = (queue: string, job: Job) =>
    publisher.send({ routingKey: queue, durable: true, priority: job.priority, messageId: job.task }, job);

  async function conclude(job: Job, verdict: Verdict): Promise<ConsumerStatus> {
    if (verdict === 'again') return ConsumerStatus.REQUEUE;
    if (verdict === 'dead') return ConsumerStatus.DROP;
    if (verdict === 'later') {
      // Should this fail, the job comes again at once: sooner than wished, but not lost.
      const sent = await send(laterOf(job.agent), job).then(
        () => true,
        () => false,
      );
      return sent ? ConsumerStatus.ACK : ConsumerStatus.REQUEUE;
    }
    return ConsumerStatus.ACK;
  }

  return {
    publish: (job) =>
      ask(async () => {
        await declare(job.agent);
        await send(queueOf(job.agent), job);
      }),
    consume(agent, concurrency, handler) {
      const [, main] = declarations(agent);
      const consumer = connection.createConsumer(
        {
          queue: queueOf(agent),
          queueOptions: { ...main },
          concurrency,
          qos: { prefetchCount: concurrency },
          lazy: true,
        },
        async (message) => {
          const job = jobOf(message.body);
          if (!job) return ConsumerStatus.DROP;
          await declare(agent).catch(() => undefined);
          return conclude(job, await handler(job).catch((): Verdict => 'later'));
        },
      );
      consumer.on('error', (error: unknown) => {
        if (connection.ready)
          options.log?.(`rabbitmq, ${queueOf(agent)}: ${error instanceof Error ? error.message : String(error)}`);
      });
      consumer.start();
      consumers.push(consumer);
    },
    cancel: (task) => ask(() => publisher.send({ exchange: cancelled }, { task })),
    onCancel(listener) {
      cancels.push(listener);
      if (cancels.length > 1) return;
      const consumer = connection.createConsumer(
        {
          queue: '',
          queueOptions: { exclusive: true, autoDelete: true },
          exchanges: [{ exchange: cancelled, type: 'fanout', durable: false }],
          queueBindings: [{ exchange: cancelled }],
          noAck: true,
        },
        async (message) => {
          const task = (message.body as { task?: unknown })?.task;
          if (typeof task === 'string') for (const tell of cancels) tell(task);
        },
      );
      consumer.on('error', () => undefined);
      consumers.push(consumer);
    },
    onReady(listener) {
      ready.push(listener);
      if (connection.ready) queueMicrotask(listener);
    },
    depths: (agents) =>
      ask(async () => {
        const entries = agents.map(async (agent) => {
          await declare(agent);
          return [
            agent,
            (await connection.queueDeclare({ queue: queueOf(agent), passive: true })).messageCount,
          ] as const;
        });
        return Object.fromEntries(await Promise.all(entries));
      }),
    check: () =>
      ask(async () => {
        channel ??= connection.acquire();
        const held = await channel.catch(() => undefined);
        if (!held?.active) channel = undefined;
        await connection.exchangeDeclare({ exchange: 'amq.direct', type: 'direct', passive: true });
        return 'connected';
      }),
    async stopConsuming() {
      await Promise.all(consumers.map((c) => c.close()));
    },
    async close() {
      // A broker that is away would hold the close, and so would a channel that is still open: then there is nothing left to say.
      const clean = async () => {
        await publisher.close();
        await (await channel?.catch(() => undefined))?.close();
        await connection.close();
      };
      const closed = connection.ready
        ? clean().then(
            () => true,
            () => false,
          )
        : false;
      if (!(await Promise.race([closed, wait(2_000, false, { ref: false })]))) connection.unsafeDestroy();
    },
  };
}

function jobOf(body: unknown): Job | undefined {
  const job = body as Partial<Job> | undefined;
  if (typeof job?.task !== 'string' || typeof job.agent !== 'string') return undefined;
  return { task: job.task, agent: job.agent, priority: Number(job.priority ?? 0) };
}
