import express, { type Router } from 'express';

import { replies } from '../replies.ts';
import { sendReply } from '../send-reply.ts';
import { document } from './document.ts';

const PATH = '/openapi.json';

/** `GET /openapi.json`. */
export function createOpenApiRouter(): Router {
  const text = JSON.stringify(document);
  const router = express.Router();
  router.get(PATH, (_request, response) => {
    // For readers of such documents that are web pages.
    response.setHeader('access-control-allow-origin', '*');
    response.type('json').send(text);
  });
  router.all(PATH, (request, response) => sendReply(request, response, replies.getOnly));
  return router;
}
