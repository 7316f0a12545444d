import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { type Fault, Problem } from './problem.ts';

/** Every failure leaves as the one shape (`ProblemBody`); what is not meant for the caller stays in the log. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = toProblem(error, request);
    if (problem.status >= 500 && !(error instanceof Problem)) request.log.error({ err: error }, 'request failed');
    else if (problem.status >= 500) request.log.warn({ code: problem.code, err: problem.cause }, problem.message);
    return send(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]?.slice(0, 120) ?? '';
    const problem = new Problem(
      404,
      'ROUTE_NOT_FOUND',
      `There is nothing at ${request.method} ${path}.`,
      'See /docs for what this service answers.',
    );
    return send(problem, request, reply);
  });
}

function send(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(problem.retryAfter));
  return reply
    .code(problem.status)
    .type('application/json')
    .send(JSON.stringify(problem.body(request.id)));
}

function toProblem(error: FastifyError | Problem, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(faultsOf(error), error);
  if (isResponseSerializationError(error)) return internal();
  const status = error.statusCode ?? 500;
  if (status === 413) {
    const limit = request.routeOptions.bodyLimit;
    return new Problem(413, 'BODY_TOO_LARGE', `The body is over the limit of ${limit} bytes.`, 'Send less at a time.');
  }
  if (status === 415) {
    return new Problem(415, 'MEDIA_TYPE', 'This content type is not understood here.', 'Send JSON (application/json).');
  }
  if (error instanceof SyntaxError || error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return invalid([{ path: 'body', message: 'is not valid JSON' }], error);
  }
  if (error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return invalid([{ path: 'body', message: 'is empty' }], error);
  if (status >= 400 && status < 500) {
    return new Problem(status, error.code ?? 'REQUEST', error.message, 'See /docs for what this route takes.');
  }
  return internal();
}

function internal(): Problem {
  return new Problem(
    500,
    'INTERNAL',
    'Something went wrong inside the service.',
    'Look for the request id in its log; if it happens again, report it with that line.',
  );
}

function invalid(details: Fault[], cause: unknown): Problem {
  const first = details[0];
  const message = first ? `${first.path}: ${first.message}` : 'The request does not fit.';
  return new Problem(400, 'INVALID', message, 'Correct the fields that are named under details; see /docs.', {
    details,
    cause,
  });
}

/** `instancePath` is `/points/0/vector`, the context `body`: told as `body.points.0.vector`. */
function faultsOf(error: FastifyError): Fault[] {
  const context = error.validationContext ?? 'body';
  return (error.validation ?? []).slice(0, 20).map((issue) => ({
    path: `${context}${issue.instancePath.replaceAll('/', '.').replace(/\.$/, '')}`,
    message: issue.message ?? 'does not fit',
  }));
}
