#!/usr/bin/env node
import { requireToolingNode } from './tooling.mjs';

requireToolingNode();
await import('../bench/run.ts');
