"""Imported when the snapshot is made: what handlers commonly import is then there without being loaded."""

import argparse, asyncio, base64, collections, contextlib, copy, csv, dataclasses, datetime, decimal, enum, functools, gc
import gzip, hashlib, heapq, hmac, html, importlib, io, itertools, json, linecache, logging, math, operator, os, random, re
import secrets, statistics, string, textwrap, time, traceback, types, typing, urllib.parse, urllib.request, uuid, zipfile, zlib

import boto3, boto3.dynamodb.conditions, boto3.dynamodb.types, boto3.resources.dynamodb, boto3.resources.s3, boto3.resources.sns, boto3.resources.sqs, boto3.s3.transfer
import botocore.config, botocore.exceptions, jmespath

import _lambda.runtime

_lambda.runtime.find_the_loader()
gc.collect()
